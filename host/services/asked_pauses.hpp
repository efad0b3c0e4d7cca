#pragma once

// For how long the targets of running ops asked to be left alone, by their latest answer.
//
// Threads: any.

#include <cstddef>
#include <optional>
#include <unordered_map>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "jackfield/plugin.h"

namespace jackfield::services {

class AskedPauses {
 public:
  // Beyond `most` ops no more are remembered.
  explicit AskedPauses(std::size_t most) : most_(most) {}

  // Nothing: the target asks for none any more.
  void note(jf_op op, std::optional<milliseconds> pause) {
    MutexLock lock(mutex_);
    if (!pause) {
      pauses_.erase(op);
    } else if (pauses_.size() < most_ || pauses_.contains(op)) {
      pauses_[op] = *pause;
    }
  }

  std::optional<milliseconds> take(jf_op op) {
    MutexLock lock(mutex_);
    const auto node = pauses_.extract(op);
    if (node.empty()) return std::nullopt;
    return node.mapped();
  }

 private:
  const std::size_t most_;

  Mutex mutex_;
  std::unordered_map<jf_op, milliseconds> pauses_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::services
