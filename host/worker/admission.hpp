#pragma once

// Whether one more job of a type may be asked for: there is a permit, a token of its rate, and its breaker is not open.
// Without rate and breaker this is the permits alone.
//
//   polls    try_take_up_to(): what there is now; told by the hooks when there may be more
//   stream   when_free(): waits in line; not to be open unless lets_stream()
//
// Who asks holds a ticket, and the job that comes keeps it until it is reported.
//
// Threads  any. Takers are called on the caller's stack, on that of whoever gives a permit back, or on the executor;
//          hooks on the executor.
// Life     make, use, close; kept alive by its tickets and by who waits.

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/permits.hpp"
#include "worker/pace.hpp"
#include "worker/type_breaker.hpp"

namespace jackfield::worker {

class Admission;

// The right to ask for one job and to have it in flight. Goes back by being destroyed, on any thread.
class Ticket {
 public:
  Ticket(Permit permit, std::shared_ptr<Admission> from, std::optional<Breaker::Pass> pass) noexcept
      : permit_(std::move(permit)), from_(std::move(from)), pass_(pass) {}
  Ticket(Ticket&&) noexcept = default;
  Ticket& operator=(Ticket&& other) noexcept;
  ~Ticket() { give_back(); }

  void use();                            // a job came on it
  void judge(Breaker::Verdict verdict);  // what the end of that job says about the connector

 private:
  void give_back() noexcept;

  Permit permit_;
  std::shared_ptr<Admission> from_;  // null: the permit is all
  std::optional<Breaker::Pass> pass_;
  bool is_used_ = false;
};

class Admission : public std::enable_shared_from_this<Admission> {
 public:
  struct Hooks {
    std::function<void()> on_room;    // there are tokens, after a poll found none
    std::function<void()> on_change;  // lets_ask() or lets_stream() may have changed
  };

  Admission(const JobType& type, const Limits& limits, std::size_t permits, const Collaborators& with, Hooks hooks);

  std::vector<Ticket> try_take_up_to(std::size_t most);

  // One taker waits at a time. Dropped uncalled when this closes.
  void when_free(UniqueFunction<void(Ticket)> taker);

  void close();

  bool lets_ask() const { return !breaker_ || !breaker_->is_open(); }
  bool lets_stream() const { return !breaker_ || breaker_->is_closed(); }
  bool has_room() const { return permits_.free() > 0 && (!pace_ || pace_->has_token()); }
  std::size_t capacity() const noexcept { return permits_.capacity(); }
  std::size_t in_use() const { return permits_.capacity() - permits_.free(); }

 private:
  friend class Ticket;

  std::shared_ptr<Admission> self() { return pace_ || breaker_ ? shared_from_this() : nullptr; }
  std::vector<Ticket> tickets(std::size_t tokens, std::optional<Breaker::Pass> pass);

  PermitPool permits_;
  const std::shared_ptr<Pace> pace_;            // null: no rate
  const std::shared_ptr<TypeBreaker> breaker_;  // null: none
};

}  // namespace jackfield::worker
