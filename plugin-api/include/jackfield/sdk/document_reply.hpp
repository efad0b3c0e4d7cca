#pragma once

// What a document operation brought: JSON, or the reason why there is none.

#include "jackfield/sdk/codec.hpp"
#include "jackfield/sdk/error.hpp"
#include "jackfield/sdk/text.hpp"
#include "jackfield/services.h"

#include <string>
#include <string_view>

JF_SDK_BEGIN

// Borrowed: valid inside the callback that received it.
class document_reply {
 public:
  explicit document_reply(const jf_document_reply& reply) noexcept : reply_(&reply) {}

  explicit operator bool() const noexcept { return reply_->status == JF_OK; }
  jf_status status() const noexcept { return reply_->status; }

  // A reference, what is known of a document, a URL or resolved JSON: what the operation says.
  std::string_view json() const noexcept { return to_view(reply_->json); }

  // The same as a value. Needs jackfield_json.hpp.
  template <class Tag = void>
  auto value() const {
    return default_json<Tag>::parse_or_text(json());
  }

  // Without JSON: what went wrong.
  std::string_view message() const noexcept { return to_view(reply_->message); }

  // Throws what the job shall fail with: an input_error for input that cannot work, else an error without a code. An op
  // that dies of it answers with that.
  void throw_if_failed() const {
    if (*this) return;
    if (status() == JF_ERR_INVALID) throw input_error(std::string(message()));
    throw error({}, std::string(message()));
  }

 private:
  const jf_document_reply* reply_;
};

JF_SDK_END
