#pragma once

// The executor: a fixed number of threads for short work that never blocks; one more for each that is lost.

#include <memory>

#include "base/executor.hpp"

namespace jackfield {

class ThreadPool final : public Executor {
 public:
  // At least two threads, so that one task cannot starve the rest.
  explicit ThreadPool(unsigned threads);
  ~ThreadPool() override;  // as stop()

  void post(Task task) override;

  // For one of the threads that does not come back. stop() waits for both.
  void add_thread();

  // Runs what was posted, then ends the threads. Posting afterwards is a bug. Idempotent; not from a pool thread.
  void stop() noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jackfield
