#pragma once

// The guarantee that every callback of this interface rests on: it comes exactly once for each accepted call, never on
// the caller's stack, and counts as outstanding until it has returned.
//
// A service takes a pass before it accepts a call and gives it back by running the callback with it. Whoever holds the
// pass owes the callback; dropping a pass is for calls that were refused after all.
//
// Threads: any.

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>

#include "base/executor.hpp"
#include "base/gate.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"

namespace jackfield::services {

class Callbacks {
 public:
  // `plugin` is the id, for log and metrics.
  Callbacks(Executor& executor, const Clock& clock, log::Logger log, metrics::Registry& metrics, std::string plugin);

  // Nothing after close.
  std::optional<Gate::Pass> admit() { return gate_.enter(); }

  // Later, on the executor.
  void post(Gate::Pass pass, Task callback);

  // At once; the caller is on a thread of the host that no plugin called from.
  void run(Gate::Pass pass, Task callback) noexcept;

  // One of several, within an operation that still owes its last.
  void run_within(Task callback) noexcept;

  // The same for work that may take its time.
  void run_blocking(Gate::Pass pass, Task callback) noexcept;

  std::size_t outstanding() const { return gate_.inside(); }
  void close() { gate_.close(); }

 private:
  void call(Task& callback) noexcept;
  void note_length(nanoseconds length);

  Executor& executor_;
  const Clock& clock_;
  const log::Logger log_;
  const std::string plugin_;
  metrics::Counter& slow_;
  metrics::Counter& thrown_;

  Gate gate_;
  std::atomic<bool> has_warned_ = false;
};

}  // namespace jackfield::services
