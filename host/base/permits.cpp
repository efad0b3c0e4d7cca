#include "base/permits.hpp"

#include <algorithm>
#include <utility>

namespace jackfield {

struct Permit::State {
  explicit State(std::size_t the_capacity) : capacity(the_capacity), free(the_capacity) {}

  // Constant after construction.
  const std::size_t capacity;

  Mutex mutex;
  std::size_t free JF_GUARDED_BY(mutex);
  bool is_closed JF_GUARDED_BY(mutex) = false;
  std::deque<UniqueFunction<void(Permit)>> takers JF_GUARDED_BY(mutex);
};

Permit& Permit::operator=(Permit&& other) noexcept {
  if (this != &other) {
    give_back();
    state_ = std::move(other.state_);
  }
  return *this;
}

void Permit::give_back() noexcept {
  if (!state_) return;
  std::shared_ptr<State> state = std::exchange(state_, nullptr);
  UniqueFunction<void(Permit)> taker;
  {
    MutexLock lock(state->mutex);
    if (state->takers.empty()) {
      JF_ASSERT(state->free < state->capacity, "a permit was returned twice");
      ++state->free;
      return;
    }
    taker = std::move(state->takers.front());
    state->takers.pop_front();
  }
  taker(Permit(std::move(state)));
}

PermitPool::PermitPool(std::size_t capacity) : state_(std::make_shared<Permit::State>(capacity)) {}

PermitPool::~PermitPool() {
  close();
}

std::optional<Permit> PermitPool::try_take() {
  MutexLock lock(state_->mutex);
  if (state_->is_closed || state_->free == 0) return std::nullopt;
  --state_->free;
  return Permit(state_);
}

std::vector<Permit> PermitPool::try_take_up_to(std::size_t most) {
  std::vector<Permit> taken;
  MutexLock lock(state_->mutex);
  if (state_->is_closed) return taken;
  const std::size_t count = std::min(most, state_->free);
  state_->free -= count;
  taken.reserve(count);
  for (std::size_t i = 0; i < count; ++i) taken.push_back(Permit(state_));
  return taken;
}

void PermitPool::when_free(UniqueFunction<void(Permit)> taker) {
  {
    MutexLock lock(state_->mutex);
    if (state_->is_closed) return;
    if (state_->free == 0) {
      state_->takers.push_back(std::move(taker));
      return;
    }
    --state_->free;
  }
  taker(Permit(state_));
}

void PermitPool::close() noexcept {
  std::deque<UniqueFunction<void(Permit)>> dropped;
  MutexLock lock(state_->mutex);
  state_->is_closed = true;
  dropped.swap(state_->takers);
}

std::size_t PermitPool::capacity() const noexcept {
  return state_->capacity;
}

std::size_t PermitPool::free() const {
  MutexLock lock(state_->mutex);
  return state_->free;
}

}  // namespace jackfield
