#include "outbound/execution.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "outbound/declared_fields.hpp"
#include "outbound/failure_to_outcome.hpp"

namespace jackfield::outbound {
namespace {

using loader::CancelReason;
using loader::ConnectorOutcome;
using Kind = ConnectorOutcome::Kind;

constexpr milliseconds kDrainBackoff = 1s;
constexpr std::string_view kShuttingDown = "the host is shutting down";

// Another attempt at the same command may work.
bool is_transient(Fault fault) {
  return fault == Fault::Unavailable || fault == Fault::Rejected || fault == Fault::DeadlineExceeded ||
         fault == Fault::Cancelled;
}

}  // namespace

Execution::Execution(std::shared_ptr<Room> room, Job job, loader::ConnectorLease lease, std::stop_token stop,
                     Ended done)
    : kept_room_(std::move(room)),
      room_(*kept_room_),
      lease_(std::move(lease)),
      stop_(std::move(stop)),
      job_(std::move(job)),
      done_(std::move(done)) {
  ++room_.in_flight;
}

Execution::~Execution() {
  --room_.in_flight;
}

void Execution::start() {
  lock_.set(job_.deadline, job_.deadline, 0ms);  // what ends before more is agreed is reported by then
  if (Result<void> read = read_headers(); !read) return conclude_thrown(thrown_by(read.failure(), job_, *headers_));
  if (headers_->unusable) return conclude_thrown(*headers_->unusable);
  if (headers_->job_timeout) return set_lock(*headers_->job_timeout);
  const Clock& clock = room_.with.clock;
  const milliseconds length = job_.deadline.remaining(clock);
  const bool is_renewed = room_.with.locks != nullptr && job_.deadline != Deadline::never();
  const Deadline limit = is_renewed ? Deadline::in(room_.settings.longest_execution, clock) : job_.deadline;
  lock_.set(job_.deadline, std::max(limit, job_.deadline), length);
  ask_filter();
}

Result<void> Execution::read_headers() {
  static const auto kNone = std::make_shared<const TaskHeaders>();
  headers_ = kNone;
  Result<std::shared_ptr<const TaskHeaders>> headers = room_.headers.get(job_.custom_headers);
  if (!headers) return std::move(headers).failure();
  headers_ = *std::move(headers);
  return {};
}

// The model says how long the engine is to leave the job with us: the connector waits until that is settled.
void Execution::set_lock(milliseconds timeout) {
  const Deadline until = Deadline::in(timeout, room_.with.clock);
  if (room_.with.locks == nullptr) return on_lock_set(until, Failure{Fault::Unavailable, "no cluster"});
  room_.with.locks->extend(job_, timeout, [self = shared_from_this(), until](Result<void> how) {
    self->room_.with.executor.post([self, until, how = std::move(how)] { self->on_lock_set(until, how); });
  });
}

void Execution::on_lock_set(Deadline until, const Result<void>& how) {
  if (!how && !is_transient(how.failure().fault)) {
    return conclude_thrown(thrown_by({Fault::Internal, how.failure().message}, job_, *headers_));
  }
  if (!how) {
    room_.with.log.warn("job timeout could not be set", {{"job", job_.key}, {"reason", how.failure().message}});
    until = std::min(until, job_.deadline);
  }
  lock_.set(until, until, 0ms);
  if (!lock_.is_over(room_.with.clock)) return ask_filter();
  Thrown late = thrown_by({Fault::Internal, "Job timeout deadline already elapsed"}, job_, *headers_);
  late.type = kIllegalState;
  conclude_thrown(late);
}

// The model says which secrets the job may use, unless there are none to use.
void Execution::ask_filter() {
  job_.deadline = lock_.limit();
  secrets::Filter* const filter = room_.with.filter;
  const bool is_filtered = filter != nullptr && filter->is_on() && secrets::Secrets::mentions_any(job_.variables);
  if (!is_filtered) return bind_and_call();
  filter->allowed(job_.process_definition, job_.element_id,
                  [self = shared_from_this()](Result<secrets::AllowList> allowed) {
                    self->room_.with.executor.post([self, allowed = std::move(allowed)] { self->on_allowed(allowed); });
                  });
}

void Execution::on_allowed(const Result<secrets::AllowList>& allowed) {
  allowed_ = allowed ? *allowed : secrets::AllowList(secrets::Names());
  if (allowed) return bind_and_call();
  Thrown thrown = secrets_not_fetched(allowed.failure(), job_);
  thrown.type = kIllegalArgument;
  conclude_thrown(thrown);
}

void Execution::bind_and_call() {
  Result<void> bound = bind_input();
  if (!bound) return conclude_thrown(thrown_by(bound.failure(), job_, *headers_));
  call();
}

Result<void> Execution::bind_input() {
  if (secrets::Secrets::mentions_any(job_.variables)) {
    Result<std::string> replaced = room_.with_secrets(job_, allowed_);
    if (!replaced) return std::move(replaced).failure();
    raw_variables_ = std::exchange(job_.variables, *std::move(replaced));
  }
  const loader::ConnectorInfo& connector = lease_->info();
  if (Result<void> done = evaluate_declared_fields(connector.feel_pointers, job_, room_); !done) return done;
  if (Observer* const observer = room_.with.observer) observer->on_input({job_, raw_variables()});
  if (connector.input_schema.empty()) return {};
  return room_.schemas.check(connector.input_schema, job_.variables);
}

void Execution::call() {
  if (is_blocking()) {
    room_.with.blocking.post([self = shared_from_this()] { self->offer(); });
  } else {
    offer();
  }
}

void Execution::offer() {
  if (is_over_unoffered()) return go_on(&Execution::end_unoffered);
  op_ = room_.with.ops.open(lease_->info().generation, shared_from_this());
  if (is_blocking()) watch();
  Result<void> admitted = lease_->execute(op_, job_);
  // A connector that refused after it answered has broken its contract; its answer counts.
  if (!admitted && room_.with.ops.close(op_)) {
    unwatch();
    refusal_ = std::move(admitted).failure();
    return go_on(&Execution::on_refusal);
  }
  if (!is_blocking() && stage_.load() < Stage::Answered) watch();

  Stage offering = Stage::Offering;
  if (!stage_.compare_exchange_strong(offering, Stage::Waiting)) go_on(&Execution::conclude_if_answered);
}

bool Execution::is_over_unoffered() const {
  return stop_.stop_requested() || lock_.is_over(room_.with.clock);
}

void Execution::end_unoffered() {
  if (stop_.stop_requested()) return end(handed_back(kShuttingDown, job_, 0ms));
  end(std::nullopt);
}

void Execution::on_refusal() {
  if (refusal_.fault != Fault::Rejected) return conclude_thrown(thrown_by(refusal_, job_, *headers_));
  room_.metrics.busy.add();
  const Deadline again = Deadline::in(busy_backoff_.next(), room_.with.clock);
  if (stop_.stop_requested() || again >= lock_.until()) return end_unoffered();
  room_.with.timers.at(again, [self = shared_from_this()] { self->post_to_executor(&Execution::call); });
}

void Execution::watch() {
  on_stop_.emplace(stop_, [self = weak_from_this(), this] {
    if (const auto alive = self.lock()) {
      room_.with.executor.post([alive] { alive->cancel(CancelReason::Shutdown); });
    }
  });
  look_at_lock_later();
}

void Execution::unwatch() {
  on_stop_.reset();
  room_.with.timers.cancel(lock_timer_.load());
}

void Execution::look_at_lock_later() {
  if (lock_.until() == Deadline::never()) return;
  const TimerId next = room_.with.timers.at(lock_.next_look(room_.with.clock), [self = shared_from_this()] {
    self->room_.with.executor.post([self] { self->look_at_lock(); });
  });
  room_.with.timers.cancel(lock_timer_.exchange(next));
  // Settled meanwhile: the end may have come before there was a timer to cancel.
  if (is_settled()) room_.with.timers.cancel(lock_timer_.load());
}

void Execution::look_at_lock() {
  if (is_settled()) return;
  if (lock_.is_over(room_.with.clock)) return cancel(CancelReason::Deadline);
  if (!lock_.is_renewable(room_.with.clock)) return look_at_lock_later();
  renew_lock(lock_.length());
}

void Execution::renew_lock(milliseconds more) {
  const Deadline until = Deadline::in(more, room_.with.clock);
  room_.with.locks->extend(job_, more, [self = shared_from_this(), until](Result<void> how) {
    self->room_.with.executor.post([self, until, how = std::move(how)] { self->on_lock_renewed(until, how); });
  });
}

void Execution::on_lock_renewed(Deadline until, const Result<void>& how) {
  if (is_settled()) return;
  if (how) {
    lock_.extend(until);
  } else if (how.failure().fault == Fault::NotFound) {
    return cancel(CancelReason::JobGone);
  } else {
    room_.with.log.warn("job lock could not be renewed", {{"job", job_.key}, {"reason", how.failure().message}});
    if (!is_transient(how.failure().fault)) lock_.fix();
  }
  look_at_lock_later();
}

// The connector asks for more time, whatever was agreed before.
void Execution::on_extend(milliseconds more) noexcept {
  if (room_.with.locks == nullptr) return;
  room_.with.executor.post([self = shared_from_this(), more] {
    const Deadline until = Deadline::in(more, self->room_.with.clock);
    self->lock_.allow(until);
    self->renew_lock(more);
  });
}

void Execution::on_outcome(ConnectorOutcome outcome) noexcept {
  outcome_ = std::move(outcome);
  const bool is_waited_for = stage_.exchange(Stage::Answered) == Stage::Waiting;
  if (is_waited_for || has_hung_) post_to_executor(&Execution::conclude_if_answered);
}

void Execution::on_hang() noexcept {
  if (!has_hung_.exchange(true)) post_to_executor(&Execution::go_on_without_return);
}

void Execution::go_on_without_return() {
  if (stage_.load() >= Stage::Answered) return conclude_if_answered();
  lock_.fix();
  on_stop_in_hang_.emplace(stop_, [self = weak_from_this(), this] {
    if (const auto alive = self.lock()) {
      room_.with.executor.post([alive] { alive->cancel(CancelReason::Shutdown); });
    }
  });
  look_at_lock_later();
}

void Execution::cancel(CancelReason reason) {
  // Answered in the meantime, or told already.
  if (room_.with.ops.is_cancelled(lease_->info().generation, op_)) return;
  std::uint32_t nobody = 0;
  if (!cancel_reason_.compare_exchange_strong(nobody, static_cast<std::uint32_t>(reason))) return;
  room_.with.ops.mark_cancelled(op_);
  lease_->cancel(op_, reason);
  const Settings& settings = room_.settings;
  const milliseconds grace =
      reason == CancelReason::Shutdown ? std::min(settings.stop_grace, settings.cancel_grace) : settings.cancel_grace;
  const Deadline patience = Deadline::in(grace, room_.with.clock);
  grace_timer_ = room_.with.timers.at(
      patience, [self = shared_from_this()] { self->post_to_executor(&Execution::on_grace_over); });
  // Answered while it was told: the end may have come before there was a timer to cancel.
  if (stage_.load() >= Stage::Answered) room_.with.timers.cancel(grace_timer_.load());
}

void Execution::on_grace_over() {
  if (!room_.with.ops.orphan(op_)) return;
  room_.with.log.warn("connector did not answer after it was told to stop",
                      {{"job", job_.key}, {"type", job_.type.text}, {"plugin", lease_->info().plugin_id}});
  end(outcome_of_cancelled());
}

// By whoever comes first: the thread that offered, or another if that one hangs.
void Execution::conclude_if_answered() {
  Stage answered = Stage::Answered;
  if (stage_.compare_exchange_strong(answered, Stage::Concluding)) conclude();
}

void Execution::conclude() {
  if (Observer* const observer = room_.with.observer) observer->on_answer({job_, raw_variables()}, outcome_);
  if (outcome_.kind == Kind::Cancelled) return end(outcome_of_cancelled());
  cookie_ = outcome_.cookie;
  new_conclusion()->start(std::move(outcome_));
}

void Execution::conclude_thrown(const Thrown& thrown) {
  new_conclusion()->start(thrown);
}

std::shared_ptr<Conclusion> Execution::new_conclusion() {
  return std::make_shared<Conclusion>(
      Case{room_, job_, raw_variables(), allowed_, *headers_, stop_},
      [self = shared_from_this()](JobOutcome outcome) { self->end(std::move(outcome)); });
}

std::optional<JobOutcome> Execution::outcome_of_cancelled() const {
  switch (static_cast<CancelReason>(cancel_reason_.load())) {
    case CancelReason::Deadline:
    case CancelReason::JobGone:
      return std::nullopt;
    case CancelReason::Shutdown:
      return handed_back(kShuttingDown, job_, 0ms);
    default:
      return handed_back("the connector gave the job back", job_, kDrainBackoff);
  }
}

void Execution::end(std::optional<JobOutcome> outcome) {
  unwatch();
  room_.with.timers.cancel(grace_timer_.load());
  if (!outcome) {
    room_.metrics.unreported.add();
  } else {
    if (Observer* const observer = room_.with.observer) observer->on_outcome({job_, raw_variables()}, *outcome);
    std::visit(Overloaded{[&](const Completed&) { room_.metrics.completed.add(); },
                          [&](const Failed&) { room_.metrics.failed.add(); },
                          [&](const BpmnError&) { room_.metrics.bpmn_errors.add(); }},
               *outcome);
  }
  Ending ending{.outcome = std::move(outcome), .report_by = lock_.until(), .acknowledge = {}};
  if (cookie_ != 0) {
    ending.acknowledge = [self = shared_from_this()](const Result<void>& how) {
      self->lease_->acknowledge(self->cookie_, how);
    };
  }
  Ended done = std::move(done_);
  done(std::move(ending));
}

void Execution::go_on(void (Execution::*step)()) {
  if (is_blocking()) return post_to_executor(step);
  (this->*step)();
}

void Execution::post_to_executor(void (Execution::*step)()) {
  room_.with.executor.post([self = shared_from_this(), step] { ((*self).*step)(); });
}

}  // namespace jackfield::outbound
