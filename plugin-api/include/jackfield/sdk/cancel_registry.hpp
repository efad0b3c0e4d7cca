#pragma once

// Finds what to end when a job is cancelled: maps an op to the timer or HTTP call it waits for.
//
//   registry.add(id);                                         // first: the callback may come before the token is known
//   const jf_token token = host().timer().after(…);           // its callback begins with registry.remove(id)
//   if (registry.set(id, token)) host().timer().cancel(token);
// and in cancel(): if (const jf_token token = registry.cancel(id)) host().timer().cancel(token);

#include "jackfield/outbound.h"
#include "jackfield/sdk/namespace.hpp"

#include <mutex>
#include <unordered_map>

JF_SDK_BEGIN

// [any] Synchronises itself; calls nothing of the host.
class cancel_registry {
 public:
  void add(jf_op id) {
    const std::lock_guard lock(mutex_);
    waits_.emplace(id, wait{});
  }

  // True when the job was cancelled before its token was known: then end it.
  bool set(jf_op id, jf_token token) {
    const std::lock_guard lock(mutex_);
    const auto found = waits_.find(id);
    if (found == waits_.end()) return false;
    found->second.token = token;
    return found->second.is_cancelled;
  }

  // The token to end; 0 when the job waits for nothing, or its token is not known yet.
  jf_token cancel(jf_op id) {
    const std::lock_guard lock(mutex_);
    const auto found = waits_.find(id);
    if (found == waits_.end()) return 0;
    found->second.is_cancelled = true;
    return found->second.token;
  }

  void remove(jf_op id) {
    const std::lock_guard lock(mutex_);
    waits_.erase(id);
  }

 private:
  struct wait {
    jf_token token = 0;
    bool is_cancelled = false;
  };

  std::mutex mutex_;
  std::unordered_map<jf_op, wait> waits_;  // guarded by mutex_
};

JF_SDK_END
