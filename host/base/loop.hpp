#pragma once

// The loop thread: timers, sockets and file events. Nothing on it blocks, evaluates or calls a connector that may.
//
// Life     build, start, stop, destroy; each once. Before start, work may be posted and timers set.
// Threads  post, at and cancel from any thread; watch, change and unwatch on the loop thread only.
// After stop no task runs any more; those still waiting are destroyed, not run.

#include <memory>

#include "base/executor.hpp"

namespace boost::asio {
class io_context;
}

namespace jackfield {

// What to wait for on a file descriptor, and what came.
struct Readiness {
  bool read = false;
  bool write = false;

  friend bool operator==(const Readiness&, const Readiness&) = default;
};

enum class WatchId : std::uint64_t { None = 0 };

class Loop final : public Executor, public Timers {
 public:
  explicit Loop(const Clock& clock);
  ~Loop() override;

  void start();
  void stop() noexcept;  // not from the loop thread
  bool is_loop_thread() const noexcept;

  void post(Task task) override;
  TimerId at(Deadline when, Task task) override;
  bool cancel(TimerId id) override;

  // Calls `ready` each time the descriptor is ready, until unwatch. The descriptor stays the caller's, who closes it
  // after unwatch. An error on it counts as readable.
  WatchId watch(int fd, Readiness interest, UniqueFunction<void(Readiness)> ready);
  void change(WatchId id, Readiness interest);
  void unwatch(WatchId id) noexcept;

  // For net alone, whose sockets live on this loop.
  boost::asio::io_context& context() noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jackfield
