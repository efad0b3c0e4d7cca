#pragma once

// What an HTTP call brought: a response with any status, or the reason why there is none.

#include "jackfield/sdk/codec.hpp"
#include "jackfield/sdk/text.hpp"
#include "jackfield/services.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

JF_SDK_BEGIN

// Header names are equal in any letter case.
inline bool same_header_name(std::string_view a, std::string_view b) noexcept {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

// Borrowed: valid inside the callback that received it.
class http_reply {
 public:
  explicit http_reply(const jf_http_reply& reply) noexcept : reply_(&reply) {}

  // True when there is a response; a 404 is one.
  explicit operator bool() const noexcept { return reply_->status > 0; }

  int status() const noexcept { return reply_->status; }
  std::string_view body() const noexcept { return to_view(reply_->body); }
  std::string_view reason() const noexcept {
    return JF_HAS(reply_, jf_http_reply, reason) ? to_view(reply_->reason) : std::string_view{};
  }

  // Headers in the order received; names keep their letter case.
  std::size_t header_count() const noexcept { return reply_->header_count; }
  std::string_view header_name(std::size_t index) const noexcept { return to_view(reply_->headers[index].key); }
  std::string_view header_value(std::size_t index) const noexcept { return to_view(reply_->headers[index].value); }

  // The first header of that name in any letter case; without data() when there is none.
  std::string_view header(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < header_count(); ++i) {
      if (same_header_name(header_name(i), name)) return header_value(i);
    }
    return {};
  }

  // Without a response: what happened, as a status, as text, and as the host's JSON detail.
  jf_status error_code() const noexcept { return reply_->error.code; }
  std::string_view error() const noexcept { return to_view(reply_->error.message); }
  std::string_view error_detail() const noexcept { return to_view(reply_->error.detail_json); }

  // The body as a JSON value, or as a JSON string when it is no JSON. Needs jackfield_json.hpp.
  template <class Tag = void>
  auto json_or_text() const {
    return default_json<Tag>::parse_or_text(body());
  }

 private:
  const jf_http_reply* reply_;
};

JF_SDK_END
