#include "worker/reporter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace jackfield::worker {
namespace {

bool is_worth_another_try(Fault fault) {
  switch (fault) {
    case Fault::Unavailable:
    case Fault::Rejected:
    case Fault::DeadlineExceeded:
    case Fault::Cancelled:
      return true;
    default:
      return false;
  }
}

metrics::Counter& reports(const Collaborators& with, std::string_view answer) {
  return with.metrics.counter("jackfield_reports_total", "attempts to report an outcome, by the engine's answer",
                              {{"answer", answer}});
}

}  // namespace

Reporter::Reporter(const Settings& settings, const Collaborators& with)
    : settings_(settings),
      with_(with),
      outstanding_(settings.max_outstanding_reports),
      accepted_(reports(with, "accepted")),
      gone_(reports(with, "gone")),
      refused_(reports(with, "refused")),
      retried_(reports(with, "retried")),
      given_up_(reports(with, "given_up")) {}

void Reporter::report(Report report) {
  auto attempt = std::make_shared<Attempt>(Attempt{.report = std::move(report)});
  outstanding_.when_free([this, attempt = std::move(attempt)](Permit permit) mutable {
    attempt->permit.emplace(std::move(permit));
    send(std::move(attempt));
  });
}

void Reporter::send(Shared attempt) {
  const gateway::JobRef& job = attempt->report.job;
  const Deadline timeout = Deadline::in(settings_.report_timeout, with_.clock);
  const Deadline by = std::exchange(attempt->is_first, false) ? timeout : std::min(attempt->report.by, timeout);
  gateway::Answered done = [this, attempt](Result<void> answer) { on_answer(attempt, std::move(answer)); };
  std::visit(Overloaded{
                 [&](const Completed& it) { with_.gateway.complete(job, it, by, std::move(done)); },
                 [&](const Failed& it) { with_.gateway.fail(job, it, by, std::move(done)); },
                 [&](const BpmnError& it) { with_.gateway.throw_error(job, it, by, std::move(done)); },
             },
             attempt->report.outcome);
}

void Reporter::on_answer(Shared attempt, Result<void> answer) {
  note(answer);
  if (answer) {
    accepted_.add();
    return end(*attempt, answer);
  }
  const Failure& failure = answer.failure();
  if (failure.fault == Fault::NotFound) {
    gone_.add();
    return end(*attempt, answer);
  }
  if (!is_worth_another_try(failure.fault)) return refuse(std::move(attempt), failure);
  if (is_in_time(*attempt)) return try_again(std::move(attempt));
  given_up_.add();
  with_.log.debug("outcome was not reported", {{"job", attempt->report.job.key}, {"reason", failure.message}});
  end(*attempt, answer);
}

bool Reporter::is_in_time(const Attempt& attempt) const {
  return !is_stopped_ && !attempt.report.by.has_passed(with_.clock);
}

void Reporter::refuse(Shared attempt, const Failure& why) {
  refused_.add();
  with_.log.error("outcome was not accepted", {{"job", attempt->report.job.key}, {"reason", why.message}});
  JobOutcome& outcome = attempt->report.outcome;
  const bool is_told = settings_.fails_refused_completions && why.fault == Fault::InvalidInput;
  if (!is_told || !std::holds_alternative<Completed>(outcome)) return end(*attempt, why);
  outcome = Failed{.message = fmt::format("the engine did not accept the completion: {}", why.message),
                   .retries = std::max(0, attempt->report.retries - 1),
                   .backoff = std::nullopt,
                   .variables = {}};
  attempt->refusal = why;
  send(std::move(attempt));
}

void Reporter::note(const Result<void>& answer) {
  // An engine that is too busy says so as a matter of course.
  if (!answer && answer.failure().fault == Fault::Rejected) return;
  const bool is_failing = !answer && is_worth_another_try(answer.failure().fault);
  if (is_failing_.load(std::memory_order_relaxed) == is_failing || is_failing_.exchange(is_failing) == is_failing) {
    return;
  }
  if (is_failing) {
    with_.log.warn("reports fail", {{"reason", answer.failure().message}});
  } else {
    with_.log.info("reports work again");
  }
}

void Reporter::try_again(Shared attempt) {
  retried_.add();
  const Deadline when = Deadline::in(attempt->backoff.next(), with_.clock);
  attempt->permit.reset();
  with_.timers.at(when, [this, attempt = std::move(attempt)]() mutable {
    outstanding_.when_free([this, attempt = std::move(attempt)](Permit permit) mutable {
      attempt->permit.emplace(std::move(permit));
      with_.executor.post([this, attempt = std::move(attempt)]() mutable { send(std::move(attempt)); });
    });
  });
}

void Reporter::end(Attempt& attempt, const Result<void>& how) {
  attempt.permit.reset();
  auto reported = std::move(attempt.report.reported);
  if (!reported) return;
  if (attempt.refusal) return reported(*std::move(attempt.refusal));
  reported(how);
}

}  // namespace jackfield::worker
