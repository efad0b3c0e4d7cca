#pragma once

// Who may start, and who is still inside. Closing lets those inside finish and refuses everyone else.
//
//   std::optional<Gate::Pass> pass = gate.enter();
//   if (!pass) return Failure{Fault::Cancelled, "the worker is draining"};
//
// Threads: any. A pass may outlive the gate's owner: the count is shared.

#include <cstddef>
#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "base/task.hpp"

namespace jackfield {

class Gate {
 private:
  struct State {
    Mutex mutex;
    ConditionVariable left;
    std::size_t inside JF_GUARDED_BY(mutex) = 0;
    bool is_closed JF_GUARDED_BY(mutex) = false;
    Task when_empty JF_GUARDED_BY(mutex);
  };

 public:
  class Pass {
   public:
    Pass(Pass&&) noexcept = default;
    Pass& operator=(Pass&& other) noexcept;
    ~Pass() { leave(); }

   private:
    friend class Gate;
    explicit Pass(std::shared_ptr<State> state) noexcept : state_(std::move(state)) {}
    void leave() noexcept;

    std::shared_ptr<State> state_;
  };

  std::optional<Pass> enter();
  void close();

  // True when nobody is inside. Blocks the caller until then or until the deadline.
  bool wait_until(Deadline deadline);

  // Runs `task` once, when the gate is closed and empty: at once on this stack, or on the stack of the last to leave.
  // At most one task waits.
  void when_closed_and_empty(Task task);

  std::size_t inside() const;

 private:
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace jackfield
