#pragma once

// The calls that have begun and not ended, so that a gateway can take them all back and wait for the last.
//
// Threads: any.

#include "base/mutex.hpp"

namespace jackfield::gateway {

// A link in the list; the call owns itself and leaves before it dies.
class OpenCall {
 public:
  OpenCall() = default;
  virtual ~OpenCall() = default;
  OpenCall(const OpenCall&) = delete;
  OpenCall& operator=(const OpenCall&) = delete;

  // Ends the call soon, on one of gRPC's threads. May come before its start and more than once.
  virtual void cancel_call() noexcept = 0;

 private:
  friend class OpenCalls;
  OpenCall* previous_ = nullptr;
  OpenCall* next_ = nullptr;
};

class OpenCalls {
 public:
  // After close() has begun, the call is cancelled at once: whoever starts late is answered like the others.
  void enter(OpenCall& call);
  void leave(OpenCall& call) noexcept;

  // Cancels every call and returns when the last has left.
  void close();

 private:
  Mutex mutex_;
  ConditionVariable emptied_;
  OpenCall* first_ JF_GUARDED_BY(mutex_) = nullptr;
  bool is_closed_ JF_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield::gateway
