#pragma once

// Has other threads run jobs in place of those that plugins keep.

#include "base/blocking_pool.hpp"
#include "base/thread_pool.hpp"
#include "loader/loader.hpp"

namespace jackfield::app {

class JobThreads final : public loader::JobThreads {
 public:
  // Both outlive this.
  JobThreads(ThreadPool& executor, BlockingPool& blocking) : executor_(executor), blocking_(blocking) {}

  void lost(bool may_block) noexcept override {
    if (may_block) {
      blocking_.lose_thread();
    } else {
      executor_.add_thread();
    }
  }
  // The executor keeps what it has: it hardly happens, and never often.
  void took_back(bool may_block) noexcept override {
    if (may_block) blocking_.regain_thread();
  }

 private:
  ThreadPool& executor_;
  BlockingPool& blocking_;
};

}  // namespace jackfield::app
