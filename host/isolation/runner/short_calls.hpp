#pragma once

// Calls into the plugin that should be short: for how long the longest of them has been running. Threads: any.

#include <set>

#include "base/clock.hpp"
#include "base/mutex.hpp"

namespace jackfield::isolation {

class ShortCalls {
 public:
  class Call {
   public:
    explicit Call(ShortCalls& calls) : calls_(calls) {
      MutexLock lock(calls_.mutex_);
      at_ = calls_.began_.insert(system_clock().now());
    }
    ~Call() {
      MutexLock lock(calls_.mutex_);
      calls_.began_.erase(at_);
    }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

   private:
    ShortCalls& calls_;
    std::multiset<TimePoint>::iterator at_;
  };

  milliseconds longest() const {
    MutexLock lock(mutex_);
    if (began_.empty()) return 0ms;
    return std::chrono::duration_cast<milliseconds>(system_clock().now() - *began_.begin());
  }

 private:
  mutable Mutex mutex_;
  std::multiset<TimePoint> began_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::isolation
