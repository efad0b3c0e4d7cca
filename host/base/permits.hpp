#pragma once

// The right to have one more thing in flight. One permit per job, from before it is asked for until it is reported.
//
// Work is admitted before it is fetched: who has no permit asks for nothing, and the peer's flow control holds back the
// rest. A permit goes back by being destroyed, on any thread; those who wait get it in the order in which they came.
// Threads: any. Permits may outlive the pool: the count is shared.

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "base/mutex.hpp"
#include "base/task.hpp"

namespace jackfield {

class PermitPool;

class Permit {
 public:
  Permit(Permit&&) noexcept = default;
  Permit& operator=(Permit&& other) noexcept;
  ~Permit() { give_back(); }

 private:
  friend class PermitPool;
  struct State;
  explicit Permit(std::shared_ptr<State> state) noexcept : state_(std::move(state)) {}
  void give_back() noexcept;

  std::shared_ptr<State> state_;
};

class PermitPool {
 public:
  explicit PermitPool(std::size_t capacity);
  ~PermitPool();  // as close()

  std::optional<Permit> try_take();
  std::vector<Permit> try_take_up_to(std::size_t most);

  // Calls `taker` with a permit: at once on this stack if one is free, otherwise on the stack of whoever gives one
  // back. Dropped uncalled when the pool closes.
  void when_free(UniqueFunction<void(Permit)> taker);

  // Drops those who wait and hands out nothing more. Permits that are out stay valid.
  void close() noexcept;

  std::size_t capacity() const noexcept;
  std::size_t free() const;

 private:
  std::shared_ptr<Permit::State> state_;
};

}  // namespace jackfield
