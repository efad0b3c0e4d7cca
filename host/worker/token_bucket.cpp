#include "worker/token_bucket.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace jackfield::worker {

TokenBucket::TokenBucket(const Rate& rate, TimePoint now)
    : cost_(std::max<std::int64_t>(nanoseconds(rate.per).count() / static_cast<std::int64_t>(rate.jobs), 1)),
      burst_(static_cast<std::int64_t>(rate.burst)),
      level_(burst_ * cost_),
      at_(now) {}

std::size_t TokenBucket::hold_up_to(std::size_t most, TimePoint now) {
  const std::size_t count = std::min(most, free(now));
  held_ += static_cast<std::int64_t>(count);
  level_ -= static_cast<std::int64_t>(count) * cost_;
  return count;
}

void TokenBucket::use(TimePoint now) {
  refill(now);
  JF_ASSERT(held_ > 0, "a token was used that nobody held");
  --held_;
}

void TokenBucket::give_back(TimePoint now) {
  use(now);
  level_ += cost_;
}

std::size_t TokenBucket::free(TimePoint now) {
  refill(now);
  return static_cast<std::size_t>(level_ / cost_);
}

TimePoint TokenBucket::next_at(TimePoint now) {
  if (free(now) > 0) return now;
  if (held_ == burst_) return TimePoint::max();
  return now + nanoseconds(cost_ - level_);
}

void TokenBucket::refill(TimePoint now) {
  const std::int64_t most = (burst_ - held_) * cost_;
  level_ = std::min(level_ + std::max(now - at_, nanoseconds(0)).count(), most);
  at_ = std::max(at_, now);
}

}  // namespace jackfield::worker
