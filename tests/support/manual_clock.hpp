#pragma once

// A clock that a test turns by hand, with the timers that hang on it. Single-threaded.

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/executor.hpp"

namespace jackfield::test {

class ManualClock final : public Clock, public Timers {
 public:
  TimePoint now() const noexcept override { return now_; }
  WallTime wall_now() const noexcept override { return WallTime{} + 1'700'000'000s + (now_ - TimePoint{}); }

  TimerId at(Deadline when, Task task) override {
    const TimerId id{++last_id_};
    timers_.emplace(std::pair(when.at(), id), std::move(task));
    return id;
  }

  bool cancel(TimerId id) override {
    for (auto timer = timers_.begin(); timer != timers_.end(); ++timer) {
      if (timer->first.second != id) continue;
      timers_.erase(timer);
      return true;
    }
    return false;
  }

  // Runs every timer that becomes due, in order, with the clock standing at its time.
  void advance(nanoseconds by) {
    const TimePoint target = now_ + by;
    while (!timers_.empty() && timers_.begin()->first.first <= target) {
      now_ = std::max(now_, timers_.begin()->first.first);
      Task task = std::move(timers_.begin()->second);
      timers_.erase(timers_.begin());
      task();
    }
    now_ = target;
  }

  // How long until the next timer; nothing when none is set.
  std::optional<milliseconds> next_wakeup() const {
    if (timers_.empty()) return std::nullopt;
    return std::chrono::duration_cast<milliseconds>(timers_.begin()->first.first - now_);
  }

  std::size_t timers() const noexcept { return timers_.size(); }

 private:
  TimePoint now_{1h};
  std::uint64_t last_id_ = 0;
  std::map<std::pair<TimePoint, TimerId>, Task> timers_;
};

}  // namespace jackfield::test
