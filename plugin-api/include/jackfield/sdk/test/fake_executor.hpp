#pragma once

// Blocking work that runs when the test says so, on the test's thread.

#include "jackfield/services.h"

#include <deque>
#include <utility>

namespace jf::test {

class fake_executor {
 public:
  jf_status refuse_with = JF_OK;  // anything else is what run_blocking() returns

  std::size_t outstanding() const noexcept { return work_.size(); }

  // Runs all that is queued, what is queued meanwhile included.
  void run_all() {
    while (!work_.empty()) {
      const auto [fn, arg] = work_.front();
      work_.pop_front();
      fn(arg);
    }
  }

  jf_status run_blocking(void(JF_CALL* fn)(void* arg), void* arg) {
    if (refuse_with != JF_OK) return refuse_with;
    work_.emplace_back(fn, arg);
    return JF_OK;
  }

 private:
  std::deque<std::pair<void(JF_CALL*)(void*), void*>> work_;
};

}  // namespace jf::test
