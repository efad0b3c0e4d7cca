#include "check/service_thread.hpp"

#include <algorithm>

#include "base/host_threads.hpp"
#include "check/measures.hpp"

namespace jackfield::check {

ServiceThread::ServiceThread(std::function<void(const std::string&)> on_thrown) : on_thrown_(std::move(on_thrown)) {}

ServiceThread::~ServiceThread() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

std::uint64_t ServiceThread::after(milliseconds time, std::function<void(bool)> task) {
  const std::lock_guard lock(mutex_);
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  waiting_.emplace(++last_, Entry{system_clock().now() + time, false, std::move(task)});
  changed_.notify_all();
  return last_;
}

bool ServiceThread::call_early(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(number);
  if (found == waiting_.end()) return false;
  found->second.due = TimePoint::min();
  found->second.was_early = true;
  changed_.notify_all();
  return true;
}

void ServiceThread::call_all_early() {
  const std::lock_guard lock(mutex_);
  for (auto& [number, entry] : waiting_) {
    entry.due = TimePoint::min();
    entry.was_early = true;
  }
  changed_.notify_all();
}

std::size_t ServiceThread::outstanding() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size() + running_;
}

void ServiceThread::run() {
  const HostThread mark;
  std::unique_lock lock(mutex_);
  while (!is_stopping_) {
    const auto next = std::min_element(waiting_.begin(), waiting_.end(), [](const auto& one, const auto& other) {
      return one.second.due < other.second.due;
    });
    if (next == waiting_.end()) {
      changed_.wait(lock);
    } else if (next->second.due > system_clock().now()) {
      changed_.wait_for(lock, std::min<nanoseconds>(next->second.due - system_clock().now(), 1s));
    } else {
      const Entry entry = std::move(next->second);
      waiting_.erase(next);
      ++running_;
      lock.unlock();
      const std::string thrown = thrown_by([&] { entry.task(entry.was_early); });
      if (!thrown.empty()) on_thrown_(thrown);
      lock.lock();
      --running_;
    }
  }
}

}  // namespace jackfield::check
