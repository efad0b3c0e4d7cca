#include "loader/control.hpp"

#include <utility>

#include "base/host_threads.hpp"

namespace jackfield::loader {

ControlThread::ControlThread() : thread_([this] { run(); }) {}

ControlThread::~ControlThread() {
  stop();
}

void ControlThread::post(Task task) {
  MutexLock lock(mutex_);
  if (is_stopping_) return;
  waiting_.push_back(std::move(task));
  has_work_.notify_one();
}

void ControlThread::stop() noexcept {
  std::deque<Task> dropped;  // destroyed without the lock: a task's captures may post
  {
    MutexLock lock(mutex_);
    is_stopping_ = true;
    dropped.swap(waiting_);
    has_work_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void ControlThread::run() {
  const HostThread mark;
  while (true) {
    Task task;
    {
      MutexLock lock(mutex_);
      while (waiting_.empty() && !is_stopping_) has_work_.wait(mutex_);
      if (is_stopping_) return;
      task = std::move(waiting_.front());
      waiting_.pop_front();
    }
    task();
  }
}

TimerId Control::at(Deadline when, Task task) const {
  return timers_->at(when,
                     [executor = executor_, task = std::move(task)]() mutable { executor->post(std::move(task)); });
}

}  // namespace jackfield::loader
