#pragma once

// One job on its way through one connector. Its steps are member functions, in reading order.
//
//   start ─► (set_lock) ─► bind_input ─► call ─► offer ─► (answered inside) ─► conclude ─► end
//                                         ▲       ├────► watch ─► on_outcome ─► conclude
//                                         └─ busy ┘        ├────► look_at_lock ─► (renewed) ─► look_at_lock
//                                                          └────► cancel ─► grace over ─► end without a report
//
// A connector that does not return from execute though it must not block (on_hang) is watched like one that may; its
// answer, if it gave one, is taken by another thread.
//
// Who ends it is decided by the op table: an op is answered or orphaned, never both. A connector that blocks is watched
// from before its call, since it is told to stop while it is inside.
//
// Threads  start on the executor; on_outcome on any; the rest on the executor, but offer on the blocking pool for a
//          connector that blocks. The members without a comment are touched only by the step that runs.
// Life     kept by whoever may still call it: a posted step, a timer, the op table. The lease lives as long, so that
//          the connector's code is there for all of them.

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>

#include "base/backoff.hpp"
#include "outbound/conclusion.hpp"
#include "outbound/job_lock.hpp"
#include "outbound/room.hpp"

namespace jackfield::outbound {

class Execution final : public loader::OpListener, public std::enable_shared_from_this<Execution> {
 public:
  Execution(std::shared_ptr<Room> room, Job job, loader::ConnectorLease lease, std::stop_token stop, Ended done);
  ~Execution() override;

  void start();

 private:
  enum class Stage { Offering, Waiting, Answered, Concluding };

  Result<void> read_headers();
  void set_lock(milliseconds timeout);
  void on_lock_set(Deadline until, const Result<void>& how);
  void ask_filter();
  void on_allowed(const Result<secrets::AllowList>& allowed);
  void bind_and_call();
  Result<void> bind_input();
  void call();
  void offer();
  bool is_over_unoffered() const;  // the wait for a thread, or for a busy connector, was too long
  void end_unoffered();
  void on_refusal();
  void watch();
  void unwatch();
  void look_at_lock_later();
  void look_at_lock();
  void renew_lock(milliseconds more);
  void on_lock_renewed(Deadline until, const Result<void>& how);
  void on_outcome(loader::ConnectorOutcome outcome) noexcept override;
  void on_extend(milliseconds more) noexcept override;
  void on_hang() noexcept override;
  void go_on_without_return();
  void cancel(loader::CancelReason reason);
  void on_grace_over();
  void conclude_if_answered();
  void conclude();
  void conclude_thrown(const Thrown& thrown);
  std::shared_ptr<Conclusion> new_conclusion();
  std::optional<JobOutcome> outcome_of_cancelled() const;
  const std::string& raw_variables() const noexcept { return raw_variables_.empty() ? job_.variables : raw_variables_; }
  void end(std::optional<JobOutcome> outcome);

  void go_on(void (Execution::*step)());  // at once where the executor runs us already
  void post_to_executor(void (Execution::*step)());
  // Answered, or told to stop: the lock is nobody's concern any more.
  bool is_settled() const noexcept { return stage_.load() >= Stage::Answered || cancel_reason_.load() != 0; }
  bool is_blocking() const noexcept { return is_blocking_; }

  // Constant after construction. The room is shared: an op that nobody answers may outlive the front door.
  const std::shared_ptr<Room> kept_room_;
  Room& room_;
  const loader::ConnectorLease lease_;
  const std::stop_token stop_;
  const bool is_blocking_ = lease_->may_block();

  Job job_;                    // constant once it was offered
  std::string raw_variables_;  // as they came, if secrets were put in
  secrets::AllowList allowed_ = secrets::AllowList::all();
  std::shared_ptr<const TaskHeaders> headers_;
  Ended done_;
  loader::OpId op_;
  Failure refusal_;
  std::uint64_t cookie_ = 0;          // 0: the connector does not care how the report ends
  loader::ConnectorOutcome outcome_;  // written before the stage says Answered
  std::optional<std::stop_callback<UniqueFunction<void()>>> on_stop_;
  std::optional<std::stop_callback<UniqueFunction<void()>>> on_stop_in_hang_;
  Backoff busy_backoff_{{}};

  // Synchronise themselves.
  JobLock lock_;
  std::atomic<Stage> stage_ = Stage::Offering;
  std::atomic<bool> has_hung_ = false;            // its connector does not return from execute
  std::atomic<std::uint32_t> cancel_reason_ = 0;  // 0: nobody asked
  std::atomic<TimerId> lock_timer_ = TimerId::None;
  std::atomic<TimerId> grace_timer_ = TimerId::None;
};

}  // namespace jackfield::outbound
