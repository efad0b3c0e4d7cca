#pragma once

// The control thread: plugin code is loaded, created, started, stopped and unloaded here and nowhere else.

#include <atomic>
#include <deque>
#include <memory>
#include <thread>

#include "base/executor.hpp"
#include "base/mutex.hpp"

namespace jackfield::loader {

// One thread that runs what is posted, in order.
class ControlThread final : public Executor {
 public:
  ControlThread();
  ~ControlThread() override;  // as stop()

  // After stop() a task is destroyed, not run.
  void post(Task task) override;

  // Lets the running task finish and drops those that wait. Idempotent; not from the thread itself.
  void stop() noexcept;

 private:
  void run();

  Mutex mutex_;
  ConditionVariable has_work_;
  std::deque<Task> waiting_ JF_GUARDED_BY(mutex_);
  bool is_stopping_ JF_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

// The control thread as its users see it, with timers that end on it. A cheap copy.
class Control {
 public:
  // Timers and clock outlive all copies; the executor is kept alive by timers that are still set.
  Control(std::shared_ptr<Executor> executor, Timers& timers, const Clock& clock)
      : executor_(std::move(executor)), timers_(&timers), clock_(&clock) {}

  void post(Task task) const { executor_->post(std::move(task)); }
  TimerId at(Deadline when, Task task) const;
  TimerId after(nanoseconds length, Task task) const { return at(Deadline::in(length, *clock_), std::move(task)); }
  void cancel(TimerId timer) const { timers_->cancel(timer); }
  const Clock& clock() const noexcept { return *clock_; }

 private:
  std::shared_ptr<Executor> executor_;
  Timers* timers_;
  const Clock* clock_;
};

}  // namespace jackfield::loader
