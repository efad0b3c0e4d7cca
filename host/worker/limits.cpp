#include "worker/limits.hpp"

#include <algorithm>

namespace jackfield::worker {
namespace {

// What HTTP/2 lets a peer send before anybody reads: a window of 64 KiB, of jobs of 1 KiB.
constexpr std::int64_t kJobsReadAhead = 64;

// Of the lock, which jobs that were read ahead may spend waiting.
constexpr std::int64_t kShareForWaiting = 4;

}  // namespace

bool may_stream(const Limits& limits, std::size_t permits, milliseconds job_timeout) {
  if (permits < 2) return false;
  if (!limits.rate) return true;
  const auto jobs = static_cast<std::int64_t>(limits.rate->jobs);
  const milliseconds wait = limits.rate->per * kJobsReadAhead / std::max<std::int64_t>(jobs, 1);
  return limits.rate->burst > 1 && wait <= job_timeout / kShareForWaiting;
}

Breaker::Verdict verdict_of(const JobOutcome& outcome, std::int32_t retries_before) {
  const auto* failed = std::get_if<Failed>(&outcome);
  if (failed == nullptr) return Breaker::Verdict::Worked;
  const bool counts = failed->blame == Failed::Blame::Connector && failed->retries < retries_before;
  return counts ? Breaker::Verdict::Failed : Breaker::Verdict::Unknown;
}

}  // namespace jackfield::worker
