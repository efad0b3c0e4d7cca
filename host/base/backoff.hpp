#pragma once

// How long to wait after the next failure: growing, capped, and spread so that many clients do not return at once.
//
// next = clamp(current × factor) ± jitter × that; reset() starts over. One per thing that retries; not thread-safe.

#include <random>

#include "base/clock.hpp"

namespace jackfield {

class Backoff {
 public:
  struct Settings {
    milliseconds first = 50ms;
    milliseconds most = 5s;
    double factor = 1.6;
    double jitter = 0.1;  // share of the delay, both ways; 0 makes it exact
  };

  explicit Backoff(Settings settings);                      // spread anew; cheap enough for one per job
  Backoff(Settings settings, std::uint32_t seed) noexcept;  // spread the same way each time

  milliseconds next();
  void reset() noexcept;

 private:
  Settings settings_;
  double current_ms_ = 0;
  std::minstd_rand random_;
};

}  // namespace jackfield
