#pragma once

// Where work is sent. post() returns at once and never runs the task on the caller's stack.
//
// Three places: the executor (short work, ThreadPool), the blocking pool (connectors that block, BlockingPool) and the
// loop (timers and sockets, Loop). Tests use InlineExecutor and ManualClock of tests/support.
// Threads: any method from any thread.

#include <cstdint>

#include "base/clock.hpp"
#include "base/task.hpp"

namespace jackfield {

class Executor {
 public:
  virtual ~Executor() = default;
  virtual void post(Task task) = 0;
};

enum class TimerId : std::uint64_t { None = 0 };

// One-shot timers. Tasks run on the loop thread, so they only post elsewhere or move a socket on.
class Timers {
 public:
  virtual ~Timers() = default;
  virtual TimerId at(Deadline when, Task task) = 0;

  // True: the task has not run and never will. False: it ran, is running, or the id is unknown.
  virtual bool cancel(TimerId id) = 0;
};

}  // namespace jackfield
