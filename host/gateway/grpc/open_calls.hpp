#pragma once

// The calls that have begun and not ended, so that a gateway can take them all back and wait for the last.
//
//   const OpenCalls::Farewell farewell = calls.leave(*this);   // nobody cancels it any more
//   delete this;                                               // with its grpc::ClientContext
//                                                              // and only then it no longer counts
//
// The order matters: a context holds the channel, and gRPC breaks when the last one goes on one of its own threads.
//
// Threads: any.

#include <cstddef>

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
  // Counts its call down when it dies.
  class [[nodiscard]] Farewell {
   public:
    explicit Farewell(OpenCalls& calls) noexcept : calls_(calls) {}
    Farewell(const Farewell&) = delete;
    Farewell& operator=(const Farewell&) = delete;
    ~Farewell() { calls_.count_down(); }

   private:
    OpenCalls& calls_;
  };

  // After close() has begun, the call is cancelled at once: whoever starts late is answered like the others.
  void enter(OpenCall& call);
  Farewell leave(OpenCall& call) noexcept;

  // Cancels every call and returns when the last no longer counts.
  void close();

 private:
  void count_down() noexcept;

  Mutex mutex_;
  ConditionVariable emptied_;
  OpenCall* first_ JF_GUARDED_BY(mutex_) = nullptr;
  std::size_t count_ JF_GUARDED_BY(mutex_) = 0;
  bool is_closed_ JF_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield::gateway
