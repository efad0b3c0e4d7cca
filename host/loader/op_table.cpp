#include "loader/op_table.hpp"

#include <deque>
#include <utility>

#include "base/mutex.hpp"

namespace jackfield::loader {
namespace {

enum class Phase : std::uint8_t { Free, Open, Orphaned };

struct Slot {
  std::uint32_t uses = 1;
  Phase phase = Phase::Free;
  bool is_cancelled = false;
  GenerationId generation;
  std::shared_ptr<OpListener> listener;
  alignas(std::max_align_t) OpTable::Scratch scratch;
};

std::uint32_t index_of(OpId op) noexcept {
  return static_cast<std::uint32_t>(op.value);
}
std::uint32_t uses_of(OpId op) noexcept {
  return static_cast<std::uint32_t>(op.value >> 32);
}
OpId handle_of(std::uint32_t index, const Slot& slot) noexcept {
  return {static_cast<std::uint64_t>(slot.uses) << 32 | index};
}

}  // namespace

struct OpTable::State {
  // The slot of a live handle, open or orphaned.
  Slot* find(OpId op) JF_REQUIRES(mutex) {
    const std::uint32_t index = index_of(op);
    if (index >= slots.size()) return nullptr;
    Slot& slot = slots[index];
    return slot.phase != Phase::Free && slot.uses == uses_of(op) ? &slot : nullptr;
  }

  Slot* find_open(OpId op) JF_REQUIRES(mutex) {
    Slot* slot = find(op);
    return slot != nullptr && slot->phase == Phase::Open ? slot : nullptr;
  }

  // Makes every handle to the slot stale. The slot itself is reused only after recycle().
  std::shared_ptr<OpListener> retire(Slot& slot) JF_REQUIRES(mutex) {
    if (slot.phase == Phase::Open) --open;
    slot.phase = Phase::Free;
    if (++slot.uses == 0) slot.uses = 1;
    return std::exchange(slot.listener, nullptr);
  }

  void recycle(std::uint32_t index) {
    MutexLock lock(mutex);
    free.push_back(index);
  }

  mutable Mutex mutex;
  std::deque<Slot> slots JF_GUARDED_BY(mutex);  // addresses never change
  std::vector<std::uint32_t> free JF_GUARDED_BY(mutex);
  std::size_t open JF_GUARDED_BY(mutex) = 0;
};

OpTable::OpTable() : state_(std::make_unique<State>()) {}

OpTable::~OpTable() = default;

OpId OpTable::open(GenerationId generation, std::shared_ptr<OpListener> listener) {
  MutexLock lock(state_->mutex);
  if (state_->free.empty()) {
    state_->free.push_back(static_cast<std::uint32_t>(state_->slots.size()));
    state_->slots.emplace_back();
  }
  const std::uint32_t index = state_->free.back();
  state_->free.pop_back();
  Slot& slot = state_->slots[index];
  slot.phase = Phase::Open;
  slot.is_cancelled = false;
  slot.generation = generation;
  slot.listener = std::move(listener);
  ++state_->open;
  return handle_of(index, slot);
}

OpTable::Scratch& OpTable::scratch(OpId op) noexcept {
  MutexLock lock(state_->mutex);
  return state_->slots[index_of(op)].scratch;
}

OpTable::Answer OpTable::answer(GenerationId generation, OpId op, ConnectorOutcome outcome) noexcept {
  std::shared_ptr<OpListener> listener;
  bool is_waited_for = false;
  {
    MutexLock lock(state_->mutex);
    Slot* slot = state_->find(op);
    if (slot == nullptr || slot->generation != generation) return Answer::Stale;
    is_waited_for = slot->phase == Phase::Open;
    listener = state_->retire(*slot);
  }
  if (is_waited_for) listener->on_outcome(std::move(outcome));
  listener.reset();
  state_->recycle(index_of(op));
  return is_waited_for ? Answer::Heard : Answer::Late;
}

bool OpTable::extend(GenerationId generation, OpId op, milliseconds more) noexcept {
  std::shared_ptr<OpListener> listener;
  {
    MutexLock lock(state_->mutex);
    Slot* slot = state_->find(op);
    if (slot == nullptr || slot->generation != generation || slot->phase != Phase::Open) return false;
    listener = slot->listener;
  }
  listener->on_extend(more);
  return true;
}

void OpTable::tell_hung(OpId op) noexcept {
  std::shared_ptr<OpListener> listener;
  {
    MutexLock lock(state_->mutex);
    if (const Slot* slot = state_->find_open(op)) listener = slot->listener;
  }
  if (listener) listener->on_hang();
}

bool OpTable::is_orphaned(OpId op) const noexcept {
  MutexLock lock(state_->mutex);
  const Slot* slot = state_->find(op);
  return slot != nullptr && slot->phase == Phase::Orphaned;
}

bool OpTable::close(OpId op) noexcept {
  std::shared_ptr<OpListener> dropped;
  MutexLock lock(state_->mutex);
  Slot* slot = state_->find(op);
  if (slot == nullptr) return false;
  const bool was_open = slot->phase == Phase::Open;
  dropped = state_->retire(*slot);
  state_->free.push_back(index_of(op));
  return was_open;
}

bool OpTable::orphan(OpId op) noexcept {
  MutexLock lock(state_->mutex);
  Slot* slot = state_->find_open(op);
  if (slot == nullptr) return false;
  slot->phase = Phase::Orphaned;
  --state_->open;
  return true;
}

void OpTable::mark_cancelled(OpId op) noexcept {
  MutexLock lock(state_->mutex);
  if (Slot* slot = state_->find(op)) slot->is_cancelled = true;
}

bool OpTable::is_cancelled(GenerationId generation, OpId op) const noexcept {
  MutexLock lock(state_->mutex);
  const Slot* slot = state_->find(op);
  return slot == nullptr || slot->generation != generation || slot->is_cancelled || slot->phase == Phase::Orphaned;
}

std::vector<OpId> OpTable::open_ops(GenerationId generation) const {
  std::vector<OpId> ops;
  MutexLock lock(state_->mutex);
  for (std::uint32_t index = 0; index < state_->slots.size(); ++index) {
    const Slot& slot = state_->slots[index];
    if (slot.phase == Phase::Open && slot.generation == generation) ops.push_back(handle_of(index, slot));
  }
  return ops;
}

std::size_t OpTable::abandon(GenerationId generation) noexcept {
  std::vector<std::shared_ptr<OpListener>> abandoned;
  {
    MutexLock lock(state_->mutex);
    for (Slot& slot : state_->slots) {
      if (slot.phase != Phase::Open || slot.generation != generation) continue;
      slot.phase = Phase::Orphaned;
      --state_->open;
      abandoned.push_back(slot.listener);
    }
  }
  for (const auto& listener : abandoned) listener->on_outcome({.kind = ConnectorOutcome::Kind::Cancelled});
  return abandoned.size();
}

std::size_t OpTable::open_ops() const noexcept {
  MutexLock lock(state_->mutex);
  return state_->open;
}

}  // namespace jackfield::loader
