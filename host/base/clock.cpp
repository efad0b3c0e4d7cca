#include "base/clock.hpp"

namespace jackfield {
namespace {

class SystemClock final : public Clock {
 public:
  TimePoint now() const noexcept override { return std::chrono::steady_clock::now(); }
  WallTime wall_now() const noexcept override { return std::chrono::system_clock::now(); }
};

}  // namespace

const Clock& system_clock() noexcept {
  static const SystemClock clock;
  return clock;
}

Deadline Deadline::in(nanoseconds timeout, const Clock& clock) noexcept {
  const TimePoint now = clock.now();
  if (timeout > TimePoint::max() - now) return never();
  return Deadline(now + timeout);
}

milliseconds Deadline::remaining(const Clock& clock) const noexcept {
  const TimePoint now = clock.now();
  return now >= at_ ? 0ms : std::chrono::ceil<milliseconds>(at_ - now);
}

}  // namespace jackfield
