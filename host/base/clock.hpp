#pragma once

// Time, injected. No other file of the host calls a standard clock's now().
//
// A Deadline is a point on the monotonic clock, built once and passed down; a length of time is a timeout.
// Threads: any.

#include <chrono>
#include <compare>

namespace jackfield {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

using TimePoint = std::chrono::time_point<std::chrono::steady_clock, nanoseconds>;
using WallTime = std::chrono::time_point<std::chrono::system_clock, nanoseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() const noexcept = 0;      // monotonic; for deadlines and durations
  virtual WallTime wall_now() const noexcept = 0;  // for people, logs and FEEL's now()
};

// The machine's clocks.
const Clock& system_clock() noexcept;

class Deadline {
 public:
  constexpr explicit Deadline(TimePoint at) noexcept : at_(at) {}

  static Deadline in(nanoseconds timeout, const Clock& clock) noexcept;
  static constexpr Deadline never() noexcept { return Deadline(TimePoint::max()); }

  constexpr TimePoint at() const noexcept { return at_; }
  bool has_passed(const Clock& clock) const noexcept { return clock.now() >= at_; }

  // Zero when passed. Rounded up, so that waiting that long does pass it.
  milliseconds remaining(const Clock& clock) const noexcept;

  friend constexpr auto operator<=>(const Deadline&, const Deadline&) = default;

 private:
  TimePoint at_;
};

}  // namespace jackfield
