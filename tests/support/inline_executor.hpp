#pragma once

// An executor whose tasks run when the test says so, on the test's own thread.

#include <deque>
#include <utility>

#include "base/executor.hpp"

namespace jackfield::test {

class InlineExecutor final : public Executor {
 public:
  void post(Task task) override { tasks_.push_back(std::move(task)); }

  bool run_one() {
    if (tasks_.empty()) return false;
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    task();
    return true;
  }

  // Also what the tasks post. Returns how many ran.
  std::size_t run_all() {
    std::size_t count = 0;
    while (run_one()) ++count;
    return count;
  }

  std::size_t waiting() const noexcept { return tasks_.size(); }

 private:
  std::deque<Task> tasks_;
};

}  // namespace jackfield::test
