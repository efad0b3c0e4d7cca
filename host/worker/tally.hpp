#pragma once

// What the jobs of one type came to so far, for people who look at a running host.

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "base/ids.hpp"

namespace jackfield::worker {

struct Tally {
  JobType type;
  std::uint64_t received = 0;
  std::uint64_t handled = 0;  // run through their connector, however that ended
  std::uint64_t completed = 0;
  std::uint64_t failed = 0;
  std::uint64_t thrown = 0;  // as BPMN errors
  std::uint64_t streams_recreated = 0;
  nanoseconds total_time{0};  // of those handled
  nanoseconds longest_time{0};
  std::optional<WallTime> last_completed;
  std::optional<WallTime> last_failed;
};

}  // namespace jackfield::worker
