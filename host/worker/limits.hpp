#pragma once

// How much of one job type may be asked for: at a time, in a length of time, and while its connector fails.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/breaker.hpp"
#include "base/clock.hpp"
#include "base/outcome.hpp"

namespace jackfield::worker {

struct Rate {
  std::uint64_t jobs = 1;
  milliseconds per = 1s;
  std::size_t burst = 1;  // at once after a time of rest

  friend bool operator==(const Rate&, const Rate&) = default;
};

struct Limits {
  std::optional<std::size_t> max_jobs_active;  // absent: as for all types
  std::optional<Rate> rate;                    // absent: none
  std::optional<Breaker::Settings> breaker;    // absent: none

  friend bool operator==(const Limits&, const Limits&) = default;
};

// Whether jobs should be pushed to us. With one permit or one token the stream would leave nothing to poll with. And a
// connection reads ahead: at a slow rate what it holds would wait for a large part of its lock.
bool may_stream(const Limits& limits, std::size_t permits, milliseconds job_timeout);

// What an outcome says about the connector.
Breaker::Verdict verdict_of(const JobOutcome& outcome, std::int32_t retries_before);

}  // namespace jackfield::worker
