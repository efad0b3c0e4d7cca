#pragma once

// How soon one plugin may be reloaded again: at least an interval apart, and further apart when it happens all the
// time.
//
// More than five reloads a minute double the interval, up to thirty times; a quiet minute resets it. A value.

#include <algorithm>
#include <deque>

#include "base/clock.hpp"

namespace jackfield::loader {

class ReloadPace {
 public:
  explicit ReloadPace(milliseconds interval) : shortest_(interval), interval_(interval) {}

  TimePoint next_allowed() const noexcept { return next_; }

  void on_reload(TimePoint now) {
    while (!recent_.empty() && now - recent_.front() >= kWindow) recent_.pop_front();
    recent_.push_back(now);
    if (recent_.size() > kMany) {
      interval_ = std::min(interval_ * 2, shortest_ * kMostTimes);
    } else {
      interval_ = shortest_;
    }
    next_ = now + interval_;
  }

 private:
  static constexpr milliseconds kWindow = 60s;
  static constexpr int kMostTimes = 30;
  static constexpr std::size_t kMany = 5;

  milliseconds shortest_;
  milliseconds interval_;
  std::deque<TimePoint> recent_;
  TimePoint next_{};
};

}  // namespace jackfield::loader
