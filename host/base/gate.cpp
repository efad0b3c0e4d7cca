#include "base/gate.hpp"

#include <utility>

namespace jackfield {

Gate::Pass& Gate::Pass::operator=(Pass&& other) noexcept {
  if (this != &other) {
    leave();
    state_ = std::move(other.state_);
  }
  return *this;
}

void Gate::Pass::leave() noexcept {
  if (!state_) return;
  const std::shared_ptr<State> state = std::exchange(state_, nullptr);
  Task task;
  {
    MutexLock lock(state->mutex);
    if (--state->inside != 0) return;
    state->left.notify_all();
    if (state->is_closed) task = std::move(state->when_empty);
  }
  if (task) task();
}

std::optional<Gate::Pass> Gate::enter() {
  MutexLock lock(state_->mutex);
  if (state_->is_closed) return std::nullopt;
  ++state_->inside;
  return Pass(state_);
}

void Gate::close() {
  Task task;
  {
    MutexLock lock(state_->mutex);
    state_->is_closed = true;
    if (state_->inside == 0) task = std::move(state_->when_empty);
  }
  if (task) task();
}

bool Gate::wait_until(Deadline deadline) {
  MutexLock lock(state_->mutex);
  while (state_->inside != 0) {
    if (deadline == Deadline::never()) {
      state_->left.wait(state_->mutex);
    } else if (state_->left.wait_until(state_->mutex, deadline.at()) == std::cv_status::timeout) {
      return state_->inside == 0;
    }
  }
  return true;
}

void Gate::when_closed_and_empty(Task task) {
  {
    MutexLock lock(state_->mutex);
    if (!state_->is_closed || state_->inside != 0) {
      state_->when_empty = std::move(task);
      return;
    }
  }
  task();
}

std::size_t Gate::inside() const {
  MutexLock lock(state_->mutex);
  return state_->inside;
}

}  // namespace jackfield
