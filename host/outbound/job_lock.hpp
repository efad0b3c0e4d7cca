#pragma once

// Until when the engine leaves one job with us, and when that is to be looked at again. Threads: any.
//
//   came ── two thirds of the lock ──► renew ── two thirds ──► renew ── …   until the limit
//                                        └─ not renewed: again after a third of what is left

#include <algorithm>
#include <atomic>

#include "base/clock.hpp"

namespace jackfield::outbound {

class JobLock {
 public:
  // `limit`: no renewal goes beyond it. At or before `until`: there are none.
  void set(Deadline until, Deadline limit, milliseconds length) noexcept {
    until_ = until;
    limit_ = limit;
    length_ = length;
  }
  void extend(Deadline until) noexcept { until_ = std::max(until_.load(), until); }
  void allow(Deadline limit) noexcept { limit_ = std::max(limit_.load(), limit); }
  void fix() noexcept { limit_ = until_.load(); }  // no renewal any more

  Deadline until() const noexcept { return until_; }
  Deadline limit() const noexcept { return limit_; }

  bool is_renewable(const Clock& clock) const noexcept {
    return until() < limit() && !until().has_passed(clock) && !limit().has_passed(clock);
  }
  // How long the next lock is to be.
  milliseconds length() const noexcept { return length_; }

  // The connector's time is up: nobody keeps the job for us any more, or we do not want it kept.
  bool is_over(const Clock& clock) const noexcept { return std::min(until(), limit()).has_passed(clock); }

  // When the lock needs a look: to be renewed, or because it is over.
  Deadline next_look(const Clock& clock) const noexcept {
    if (!is_renewable(clock)) return std::min(until(), limit());
    const milliseconds left = until().remaining(clock);
    const milliseconds reserve = length() / 3;
    const milliseconds pause = left > reserve ? left - reserve : std::max(left / 3, kLeastPause);
    return std::min(Deadline::in(pause, clock), limit());
  }

 private:
  static constexpr milliseconds kLeastPause = milliseconds(100);

  std::atomic<Deadline> until_ = Deadline::never();
  std::atomic<Deadline> limit_ = Deadline::never();
  std::atomic<milliseconds> length_ = milliseconds(0);
};

}  // namespace jackfield::outbound
