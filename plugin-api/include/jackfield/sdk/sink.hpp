#pragma once

// Takes what a host function writes or complains about while it runs.

#include "jackfield/plugin.h"
#include "jackfield/sdk/error.hpp"
#include "jackfield/sdk/namespace.hpp"
#include "jackfield/sdk/text.hpp"

#include <new>
#include <string>
#include <utility>

JF_SDK_BEGIN

// One call, one thread.
class text_sink {
 public:
  text_sink() noexcept : table_{this, &take_error, &take_bytes} {}
  text_sink(const text_sink&) = delete;
  text_sink& operator=(const text_sink&) = delete;

  const jf_sink* table() const noexcept { return &table_; }

  // What was written, when the call ended with JF_OK; else throws service_error with the host's reason, or with `what`
  // where it gave none.
  std::string take(jf_status status, const char* what) {
    if (is_out_of_memory_) throw std::bad_alloc();
    if (status == JF_OK) return std::move(written_);
    throw service_error(
        reason_.empty() ? std::string(what) + " refused by the host, status " + std::to_string(status) : reason_,
        status);
  }

 private:
  static void JF_CALL take_error(void* self, const jf_error* e) noexcept {
    static_cast<text_sink*>(self)->append(&text_sink::reason_, to_view(e->message));
  }
  static void JF_CALL take_bytes(void* self, const void* data, size_t len) noexcept {
    static_cast<text_sink*>(self)->append(&text_sink::written_, {static_cast<const char*>(data), len});
  }
  void append(std::string text_sink::* to, std::string_view more) noexcept {
    try {
      (this->*to).append(more);
    } catch (const std::bad_alloc&) {
      is_out_of_memory_ = true;
    }
  }

  jf_sink table_;
  std::string written_, reason_;
  bool is_out_of_memory_ = false;
};

JF_SDK_END
