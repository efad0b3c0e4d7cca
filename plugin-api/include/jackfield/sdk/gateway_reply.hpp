#pragma once

// What the engine said to a message.

#include "jackfield/gateway.h"
#include "jackfield/sdk/codec.hpp"
#include "jackfield/sdk/namespace.hpp"
#include "jackfield/sdk/text.hpp"

#include <string_view>

JF_SDK_BEGIN

// Borrowed: valid inside the callback that received it.
class gateway_reply {
 public:
  explicit gateway_reply(const jf_gateway_reply& reply) noexcept : reply_(&reply) {}

  explicit operator bool() const noexcept { return reply_->status == JF_OK; }
  jf_status status() const noexcept { return reply_->status; }

  // {"messageKey":…,"tenantId":…}, and "processInstanceKey" where it was correlated.
  std::string_view json() const noexcept { return to_view(reply_->json); }

  // The same as a value. Needs jackfield_json.hpp.
  template <class Tag = void>
  auto value() const {
    return default_json<Tag>::parse_or_text(json());
  }

  // Without JSON: what went wrong.
  std::string_view message() const noexcept { return to_view(reply_->message); }

 private:
  const jf_gateway_reply* reply_;
};

JF_SDK_END
