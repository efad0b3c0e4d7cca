#pragma once

// So many jobs in so much time: tokens that come back at an even pace, up to as many as may be used in one burst.
//
// A token is held from before a job is asked for until the job comes (used) or does not (returned). What is held counts
// towards the burst, so in any length of time no more jobs come than the burst and what the rate gives in that time.
//
// Threads: one at a time; the owner guards it.

#include <cstdint>

#include "base/clock.hpp"
#include "worker/limits.hpp"

namespace jackfield::worker {

class TokenBucket {
 public:
  TokenBucket(const Rate& rate, TimePoint now);

  // Up to that many; what is returned is held.
  std::size_t hold_up_to(std::size_t most, TimePoint now);
  void use(TimePoint now);        // one that is held
  void give_back(TimePoint now);  // one that is held

  std::size_t free(TimePoint now);

  // When there is one to hold; never while all are held.
  TimePoint next_at(TimePoint now);

 private:
  void refill(TimePoint now);

  const std::int64_t cost_;  // of a token: the nanoseconds in which it comes back
  const std::int64_t burst_;
  std::int64_t level_;     // nanoseconds that have come back
  std::int64_t held_ = 0;  // tokens
  TimePoint at_;
};

}  // namespace jackfield::worker
