#include "outbound/execution.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "outbound/ad_hoc.hpp"
#include "outbound/failure_to_outcome.hpp"
#include "outbound/output_variables.hpp"

namespace jackfield::outbound {
namespace {

using loader::CancelReason;
using loader::ConnectorOutcome;
using Kind = ConnectorOutcome::Kind;

constexpr milliseconds kDrainBackoff = 1s;
constexpr std::string_view kShuttingDown = "the host is shutting down";

metrics::Counter& executions(metrics::Registry& registry, std::string_view outcome) {
  return registry.counter("jackfield_executions_total", "executions by how they ended", {{"outcome", outcome}});
}

}  // namespace

Metrics::Metrics(metrics::Registry& registry)
    : completed(executions(registry, "completed")),
      failed(executions(registry, "failed")),
      bpmn_errors(executions(registry, "bpmn_error")),
      unreported(executions(registry, "unreported")),
      busy(registry.counter("jackfield_executions_busy_total", "offers that a connector refused for the moment")) {}

Room::Room(Settings the_settings, Collaborators the_collaborators)
    : settings(the_settings), with(std::move(the_collaborators)), metrics(with.metrics) {}

Execution::Execution(std::shared_ptr<Room> room, Job job, loader::ConnectorLease lease, std::stop_token stop,
                     Ended done)
    : kept_room_(std::move(room)),
      room_(*kept_room_),
      job_(std::move(job)),
      lease_(std::move(lease)),
      stop_(std::move(stop)),
      done_(std::move(done)) {
  ++room_.in_flight;
}

Execution::~Execution() {
  --room_.in_flight;
}

void Execution::start() {
  if (read_headers()) call();
}

bool Execution::read_headers() {
  Result<std::shared_ptr<const TaskHeaders>> headers = room_.headers.get(job_.custom_headers);
  if (!headers) {
    end(failed_for_good(kInputException, headers.failure().message, std::nullopt));
    return false;
  }
  headers_ = *std::move(headers);
  if (headers_->retry_backoff_text && !headers_->retry_backoff) {
    end(failed_for_good(
        kBackoffException,
        fmt::format("Failed to parse retry backoff header. Expected ISO-8601 duration, e.g. PT5M, got: {}",
                    *headers_->retry_backoff_text),
        std::nullopt));
    return false;
  }
  for (const auto& [name, text] : {std::pair("resultExpression", &headers_->result_expression),
                                   std::pair("errorExpression", &headers_->error_expression)}) {
    if (text->empty()) continue;
    end(failed_for_good(
        kInputException,
        fmt::format("header \"{}\": expressions are not evaluated by this version of the runtime", name),
        headers_->retry_backoff));
    return false;
  }
  return true;
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
  if (!is_blocking() && stage_.load() != Stage::Answered) watch();

  Stage offering = Stage::Offering;
  if (!stage_.compare_exchange_strong(offering, Stage::Waiting)) go_on(&Execution::conclude);
}

bool Execution::is_over_unoffered() const {
  return stop_.stop_requested() || job_.deadline.has_passed(room_.with.clock);
}

void Execution::end_unoffered() {
  if (stop_.stop_requested()) return end(handed_back(kShuttingDown, job_, 0ms));
  end(std::nullopt);
}

void Execution::on_refusal() {
  if (refusal_.fault != Fault::Rejected) return end(failed_by_refusal(refusal_, job_, *headers_));
  room_.metrics.busy.add();
  const Deadline again = Deadline::in(busy_backoff_.next(), room_.with.clock);
  if (stop_.stop_requested() || again >= job_.deadline) return end_unoffered();
  room_.with.timers.at(again, [self = shared_from_this()] { self->post_to_executor(&Execution::call); });
}

void Execution::watch() {
  on_stop_.emplace(stop_, [self = weak_from_this(), this] {
    if (const auto alive = self.lock()) {
      room_.with.executor.post([alive] { alive->cancel(CancelReason::Shutdown); });
    }
  });
  if (job_.deadline == Deadline::never()) return;
  deadline_timer_ = room_.with.timers.at(job_.deadline, [self = shared_from_this()] {
    self->room_.with.executor.post([self] { self->cancel(CancelReason::Deadline); });
  });
}

void Execution::unwatch() {
  on_stop_.reset();
  room_.with.timers.cancel(deadline_timer_.load());
}

void Execution::on_outcome(ConnectorOutcome outcome) noexcept {
  outcome_ = std::move(outcome);
  if (stage_.exchange(Stage::Answered) == Stage::Waiting) post_to_executor(&Execution::conclude);
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
  if (stage_.load() == Stage::Answered) room_.with.timers.cancel(grace_timer_.load());
}

void Execution::on_grace_over() {
  if (!room_.with.ops.orphan(op_)) return;
  room_.with.log.warn("connector did not answer after it was told to stop",
                      {{"job", job_.key}, {"type", job_.type.text}, {"plugin", lease_->info().plugin_id}});
  end(outcome_of_cancelled());
}

void Execution::conclude() {
  switch (outcome_.kind) {
    case Kind::Result:
      return end(outcome_of_result());
    case Kind::AdHoc:
      return end(completed_ad_hoc(outcome_.json, *headers_));
    case Kind::Cancelled:
      return end(outcome_of_cancelled());
    default:
      return end(failed_by_connector(outcome_, job_, *headers_));
  }
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

JobOutcome Execution::outcome_of_result() {
  Result<std::string> variables = output_variables(*headers_, outcome_.json);
  if (variables) return Completed{.variables = *std::move(variables), .ad_hoc = std::nullopt};
  return failed_by_refusal(variables.failure(), job_, *headers_);
}

void Execution::end(std::optional<JobOutcome> outcome) {
  unwatch();
  room_.with.timers.cancel(grace_timer_.load());
  if (!outcome) {
    room_.metrics.unreported.add();
  } else {
    std::visit(Overloaded{[&](const Completed&) { room_.metrics.completed.add(); },
                          [&](const Failed&) { room_.metrics.failed.add(); },
                          [&](const BpmnError&) { room_.metrics.bpmn_errors.add(); }},
               *outcome);
  }
  Ended done = std::move(done_);
  done(std::move(outcome));
}

void Execution::go_on(void (Execution::*step)()) {
  if (is_blocking()) return post_to_executor(step);
  (this->*step)();
}

void Execution::post_to_executor(void (Execution::*step)()) {
  room_.with.executor.post([self = shared_from_this(), step] { ((*self).*step)(); });
}

}  // namespace jackfield::outbound
