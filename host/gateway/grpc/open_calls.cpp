#include "gateway/grpc/open_calls.hpp"

namespace jackfield::gateway {

void OpenCalls::enter(OpenCall& call) {
  MutexLock lock(mutex_);
  call.next_ = first_;
  if (first_ != nullptr) first_->previous_ = &call;
  first_ = &call;
  ++count_;
  if (is_closed_) call.cancel_call();
}

OpenCalls::Farewell OpenCalls::leave(OpenCall& call) noexcept {
  MutexLock lock(mutex_);
  if (call.next_ != nullptr) call.next_->previous_ = call.previous_;
  (call.previous_ != nullptr ? call.previous_->next_ : first_) = call.next_;
  return Farewell(*this);
}

void OpenCalls::count_down() noexcept {
  MutexLock lock(mutex_);
  --count_;
  if (is_closed_ && count_ == 0) emptied_.notify_all();
}

// Cancelling under the lock keeps each call alive meanwhile. It cannot come back here: gRPC ends calls on its own
// threads.
void OpenCalls::close() {
  MutexLock lock(mutex_);
  is_closed_ = true;
  for (OpenCall* call = first_; call != nullptr; call = call->next_) call->cancel_call();
  while (count_ > 0) emptied_.wait(mutex_);
}

}  // namespace jackfield::gateway
