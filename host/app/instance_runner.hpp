#pragma once

// Starts instances of one process in the embedded gateway and prints how each ends.
//
// Threads  start, stop and wait from main; instances are waited for on a thread of the runner's own, one after the
// other in
//          the order in which they were started.
// Borrows  the gateway, which outlives it.

#include <atomic>
#include <cstdio>
#include <thread>

#include "app/dev_settings.hpp"
#include "base/mutex.hpp"
#include "base/task.hpp"

namespace jackfield::app {

class InstanceRunner {
 public:
  // Called on the runner's thread when the first instances have ended and nothing else is to come.
  InstanceRunner(const DevSettings& settings, dev::DevGateway& gateway, Task done);
  ~InstanceRunner();

  void start();
  void stop();

  // Whether every instance so far completed.
  bool all_completed() const noexcept { return all_completed_; }

 private:
  void run();
  void start_instance();
  void print_end(ProcessInstanceKey instance);
  bool wait(milliseconds time);

  const DevSettings& settings_;
  dev::DevGateway& gateway_;
  Task done_;

  std::thread thread_;
  std::vector<ProcessInstanceKey> running_;  // the runner's thread only
  std::atomic<bool> all_completed_ = true;

  Mutex mutex_;
  ConditionVariable stopped_;
  bool is_stopping_ JF_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield::app
