#include "base/blocking_pool.hpp"

#include <utility>

#include "base/host_threads.hpp"

namespace jackfield {

BlockingPool::BlockingPool(Settings settings) : settings_(settings) {}

BlockingPool::~BlockingPool() {
  stop();
}

void BlockingPool::post(Task task) {
  join_ended();
  MutexLock lock(mutex_);
  JF_ASSERT(!is_stopping_, "work was posted to a stopped pool");
  waiting_.push_back(std::move(task));
  if (waiting_.size() > idle_ && workers_.size() < settings_.max_threads + lost_) {
    add_worker();
  } else {
    has_work_.notify_one();
  }
}

void BlockingPool::add_worker() {
  Worker& worker = workers_.emplace_back();
  worker.thread = std::thread([this, &worker] { run(worker); });
}

void BlockingPool::lose_thread() {
  MutexLock lock(mutex_);
  ++lost_;
  if (!is_stopping_ && waiting_.size() > idle_) add_worker();
}

void BlockingPool::regain_thread() {
  MutexLock lock(mutex_);
  if (lost_ > 0) --lost_;
}

void BlockingPool::stop() noexcept {
  std::list<Worker> workers;
  {
    MutexLock lock(mutex_);
    is_stopping_ = true;
    has_work_.notify_all();
    workers.splice(workers.end(), workers_);
  }
  for (Worker& worker : workers) worker.thread.join();
}

std::size_t BlockingPool::threads() const {
  MutexLock lock(mutex_);
  std::size_t live = 0;
  for (const Worker& worker : workers_) live += worker.has_ended ? 0 : 1;
  return live;
}

void BlockingPool::run(Worker& self) {
  const HostThread mark(HostThread::Kind::MayBlock);
  while (Task task = next_task(self)) task();
}

Task BlockingPool::next_task(Worker& self) {
  MutexLock lock(mutex_);
  ++idle_;
  while (waiting_.empty() && !is_stopping_) {
    if (has_work_.wait_for(mutex_, settings_.idle_timeout) == std::cv_status::timeout && waiting_.empty()) break;
  }
  --idle_;
  if (waiting_.empty()) {
    self.has_ended = true;
    return nullptr;
  }
  Task task = std::move(waiting_.front());
  waiting_.pop_front();
  return task;
}

void BlockingPool::join_ended() {
  std::list<Worker> ended;
  {
    MutexLock lock(mutex_);
    for (auto worker = workers_.begin(); worker != workers_.end();) {
      const auto next = std::next(worker);
      if (worker->has_ended) ended.splice(ended.end(), workers_, worker);
      worker = next;
    }
  }
  for (Worker& worker : ended) worker.thread.join();
}

}  // namespace jackfield
