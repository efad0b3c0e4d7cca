#pragma once

// Stops asking something that fails, and tries it again after a pause: a circuit breaker.
//
//   closed ──(the share of failures in the window reaches the threshold)──► open
//   open ──(pause over, next enter)──► half-open ──(the try worked)──► closed
//                                          └──(it failed)──► open, for longer
//
// Whoever starts something gets a pass and gives it back with what came of it. A pass of an earlier time says nothing
// about now and is not heard. Never opens before the window is full; half-open lets one through at a time, and another
// one when that has not come back for as long as the pause was.
//
// Threads: one at a time; the owner guards it. Sets no timers: retry_at() says when to come again.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/backoff.hpp"
#include "base/clock.hpp"

namespace jackfield {

class Breaker {
 public:
  enum class State { Closed, HalfOpen, Open };
  enum class Verdict { Unknown, Worked, Failed };

  struct Settings {
    unsigned window = 20;             // the latest outcomes, of which the share counts
    unsigned threshold_percent = 50;  // of failures; reaching it opens
    milliseconds pause = 10s;         // after the first opening; twice as long each time the try fails
    milliseconds longest_pause = 5min;
    double jitter = 0.1;  // share of the pause, both ways

    friend bool operator==(const Settings&, const Settings&) = default;
  };

  class Pass {
    friend class Breaker;
    std::uint64_t era = 0;
  };

  explicit Breaker(const Settings& settings);

  // Nothing: not now.
  std::optional<Pass> enter(TimePoint now);

  // True when it changed the state.
  bool leave(Pass pass, Verdict verdict, TimePoint now);

  State state() const noexcept { return state_; }

  // When an open one lets somebody try.
  TimePoint retry_at() const noexcept { return retry_at_; }

  unsigned failures() const noexcept { return failures_; }  // in the window, or in the one that made it open

  // Closed, and no failure is remembered.
  bool is_spotless() const noexcept { return state_ == State::Closed && failures_ == 0; }

 private:
  void count(bool has_failed);
  void open(TimePoint now);
  void close();

  const Settings settings_;
  State state_ = State::Closed;
  std::uint64_t era_ = 1;  // grows with each change of state

  // Closed.
  std::vector<bool> window_;  // a ring; true: failed
  std::size_t next_ = 0;
  unsigned failures_ = 0;

  // Open and half-open.
  Backoff backoff_;
  milliseconds pause_ = 0ms;
  TimePoint retry_at_{};
  std::optional<TimePoint> patience_;  // with the one who tries
};

std::string_view name_of(Breaker::State state) noexcept;

}  // namespace jackfield
