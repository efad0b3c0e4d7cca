#pragma once

// Timers on a clock that only the test turns.

#include "jackfield/sdk/test/records.hpp"

#include <chrono>
#include <map>
#include <optional>

namespace jf::test {

// One thread. Callbacks run inside advance(), in the order of their times.
class fake_timer {
 public:
  jf_status refuse_with = JF_OK;  // anything else is what after() returns

  uint64_t now_ns() const noexcept { return now_ms_ * 1'000'000; }
  std::size_t outstanding() const noexcept { return timers_.size(); }

  // How long until something is due; nothing without a timer.
  std::optional<std::chrono::milliseconds> until_next() {
    const auto next = earliest();
    if (next == timers_.end()) return std::nullopt;
    const uint64_t due_ms = next->second.due_ms;
    return std::chrono::milliseconds(due_ms > now_ms_ ? due_ms - now_ms_ : 0);
  }

  // Moves the clock and calls what is due on the way, timers started meanwhile included.
  void advance(std::chrono::milliseconds by) {
    const uint64_t until = now_ms_ + static_cast<uint64_t>(by.count());
    for (;;) {
      const auto next = earliest();
      if (next == timers_.end() || next->second.due_ms > until) break;
      if (next->second.due_ms > now_ms_) now_ms_ = next->second.due_ms;
      fire(next);
    }
    now_ms_ = until;
  }

  jf_status after(uint64_t ms, jf_timer_cb callback, void* user, jf_token* out) {
    if (refuse_with != JF_OK) return refuse_with;
    timers_.emplace(++last_token_, entry{now_ms_ + ms, callback, user, JF_OK});
    if (out != nullptr) *out = last_token_;
    return JF_OK;
  }

  // Makes the timer due with JF_ERR_CANCELLED; its callback comes with the next advance(), also by 0.
  jf_status cancel(jf_token token) {
    const auto found = timers_.find(token);
    if (found == timers_.end()) return JF_ERR_STALE;
    found->second.due_ms = 0;
    found->second.why = JF_ERR_CANCELLED;
    return JF_OK;
  }

 private:
  struct entry {
    uint64_t due_ms;
    jf_timer_cb callback;
    void* user;
    jf_status why;
  };
  using timers = std::map<jf_token, entry>;

  timers::iterator earliest() {
    auto best = timers_.begin();
    for (auto it = timers_.begin(); it != timers_.end(); ++it) {
      if (it->second.due_ms < best->second.due_ms) best = it;
    }
    return best;
  }

  void fire(timers::iterator which) {
    const jf_token token = which->first;
    const entry due = which->second;
    timers_.erase(which);
    due.callback(due.user, token, due.why);
  }

  uint64_t now_ms_ = 1'000;
  jf_token last_token_ = 0;
  timers timers_;
};

}  // namespace jf::test
