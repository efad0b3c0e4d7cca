#pragma once

// The breaker of one job type: says when it changes, and comes back when its pause is over.
//
// Threads  any. on_change is called on the executor, after each change of state and at the end of each pause.
// Life     make, use, close. Timers and tasks on their way do not keep it alive.

#include <functional>
#include <memory>
#include <optional>

#include "base/breaker.hpp"
#include "base/executor.hpp"
#include "base/mutex.hpp"
#include "worker/worker.hpp"

namespace jackfield::worker {

class TypeBreaker : public std::enable_shared_from_this<TypeBreaker> {
 public:
  TypeBreaker(const Breaker::Settings& settings, const JobType& type, const Collaborators& with,
              std::function<void()> on_change);

  // As those of Breaker.
  std::optional<Breaker::Pass> enter();
  void leave(Breaker::Pass pass, Breaker::Verdict verdict);

  bool is_open() const;  // and its pause is not over
  bool is_closed() const;

  void close();  // no more timers

 private:
  void on_state(Breaker::State state, milliseconds pause);
  void come_back(TimePoint when) JF_REQUIRES(mutex_);
  void post_change();

  const JobType type_;
  const Collaborators with_;
  const std::function<void()> on_change_;
  metrics::Gauge& state_;
  metrics::Counter& opened_;

  mutable Mutex mutex_;
  Breaker breaker_ JF_GUARDED_BY(mutex_);
  bool is_ended_ JF_GUARDED_BY(mutex_) = false;
  TimerId timer_ JF_GUARDED_BY(mutex_) = TimerId::None;
};

}  // namespace jackfield::worker
