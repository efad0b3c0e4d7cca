#pragma once

// How often a plugin's processes ended by accident of late: how long to wait, and when to give up. A value.

#include <algorithm>
#include <deque>

#include "isolation/isolation.hpp"

namespace jackfield::isolation {

class CrashHistory {
 public:
  explicit CrashHistory(const Settings& settings) : settings_(settings) {}

  void note(TimePoint now) {
    recent_.push_back(now);
    while (now - recent_.front() > settings_.crash_window) recent_.pop_front();
  }

  bool is_too_much() const noexcept { return recent_.size() >= settings_.most_crashes; }

  // Before the next start.
  milliseconds pause() const noexcept {
    const std::size_t index = recent_.empty() ? 0 : recent_.size() - 1;
    return settings_.pauses[std::min(index, settings_.pauses.size() - 1)];
  }

 private:
  const Settings& settings_;
  std::deque<TimePoint> recent_;
};

}  // namespace jackfield::isolation
