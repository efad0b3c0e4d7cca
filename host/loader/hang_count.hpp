#pragma once

// How often a generation's calls did not come back, and when that is too often: the third hang within ten minutes, or
// more threads lost at a time than are replaced. A value; times are told.

#include <cstddef>
#include <deque>

#include "base/clock.hpp"

namespace jackfield::loader {

class HangCount {
 public:
  static constexpr std::size_t kMostReplaced = 4;

  // True: that was one too many.
  bool on_hang(TimePoint now) {
    while (!recent_.empty() && now - recent_.front() >= kWindow) recent_.pop_front();
    recent_.push_back(now);
    return recent_.size() >= kTooMany;
  }
  bool on_lost_thread() { return ++lost_ > kMostReplaced; }
  void on_thread_back() { lost_ -= lost_ > 0 ? 1 : 0; }

 private:
  static constexpr auto kWindow = minutes(10);
  static constexpr std::size_t kTooMany = 3;

  std::deque<TimePoint> recent_;
  std::size_t lost_ = 0;
};

}  // namespace jackfield::loader
