#pragma once

// The first time of a generation that took over: without a fault it has proved itself, with several it is taken back.
//
// A value; times are told.

#include <deque>

#include "base/clock.hpp"

namespace jackfield::loader {

class Trial {
 public:
  static constexpr milliseconds kLength = 30s;

  explicit Trial(TimePoint began) : began_(began) {}

  // True: that was one too many, while the trial lasted.
  bool on_strike(TimePoint now);

  bool is_over(TimePoint now) const noexcept { return now - began_ >= kLength; }
  bool is_spotless() const noexcept { return strikes_ == 0; }
  std::size_t strikes() const noexcept { return strikes_; }

 private:
  TimePoint began_;
  std::size_t strikes_ = 0;
  std::deque<TimePoint> recent_;
};

}  // namespace jackfield::loader
