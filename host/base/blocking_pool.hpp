#pragma once

// Threads for work that blocks: grown on demand up to a limit, ended when idle.
//
// Used only by connectors whose manifest says "blocking" and by what they hand to the host to run. When every thread is
// busy, tasks wait in order; the permits of the jobs behind them bound how many.
// Threads: any. stop() runs what waits, then joins; it cannot interrupt a task that never returns.

#include <cstddef>
#include <deque>
#include <list>
#include <thread>

#include "base/executor.hpp"
#include "base/mutex.hpp"

namespace jackfield {

class BlockingPool final : public Executor {
 public:
  struct Settings {
    std::size_t max_threads = 32;
    milliseconds idle_timeout = 30s;  // how long a thread without work stays
  };

  explicit BlockingPool(Settings settings);
  ~BlockingPool() override;

  void post(Task task) override;
  void stop() noexcept;

  // One of the threads does not come back, or did after all: another may be had in its place. stop() waits for it.
  void lose_thread();
  void regain_thread();

  std::size_t threads() const;

 private:
  struct Worker {
    std::thread thread;
    bool has_ended = false;
  };

  void add_worker() JF_REQUIRES(mutex_);
  void run(Worker& self);
  Task next_task(Worker& self);
  void join_ended();

  // Constant after construction.
  const Settings settings_;

  mutable Mutex mutex_;
  ConditionVariable has_work_;
  std::deque<Task> waiting_ JF_GUARDED_BY(mutex_);
  std::list<Worker> workers_ JF_GUARDED_BY(mutex_);
  std::size_t lost_ JF_GUARDED_BY(mutex_) = 0;
  std::size_t idle_ JF_GUARDED_BY(mutex_) = 0;
  bool is_stopping_ JF_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield
