#pragma once

// Where create() and start() say why they failed. Lives on the caller's stack for the length of the call.

#include <jackfield/plugin.h>

#include <string>

#include "base/utf8.hpp"

namespace jackfield::loader {

class ErrorSink {
 public:
  ErrorSink() noexcept : sink_{this, &on_error, &on_write} {}
  ErrorSink(const ErrorSink&) = delete;
  ErrorSink& operator=(const ErrorSink&) = delete;

  const jf_sink* abi() const noexcept { return &sink_; }

  // Empty when the plugin said nothing.
  const std::string& message() const noexcept { return message_; }

 private:
  static constexpr std::size_t kMaxBytes = 4096;

  static void JF_CALL on_error(void* context, const jf_error* error) noexcept {
    if (error == nullptr || !JF_HAS(error, jf_error, message) || error->message.ptr == nullptr) return;
    const std::string_view text(error->message.ptr, error->message.len);
    static_cast<ErrorSink*>(context)->message_ = repaired_utf8(text.substr(0, kMaxBytes));
  }
  static void JF_CALL on_write(void*, const void*, std::size_t) noexcept {}

  jf_sink sink_;
  std::string message_;
};

}  // namespace jackfield::loader
