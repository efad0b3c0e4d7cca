#include "worker/type_worker.hpp"

#include <algorithm>
#include <utility>

namespace jackfield::worker {
namespace {

constexpr milliseconds kHandBackTime = 10s;

std::size_t permits_for(const Settings& settings, const loader::ConnectorInfo& connector) {
  const std::size_t most = settings.limits_of(connector.type).max_jobs_active.value_or(settings.max_jobs_active);
  return connector.max_concurrency == 0 ? most : std::min<std::size_t>(most, connector.max_concurrency);
}

JobCounts::Kind kind_of(const JobOutcome& outcome) {
  return std::visit(Overloaded{[](const Completed&) { return JobCounts::Kind::Completed; },
                               [](const Failed&) { return JobCounts::Kind::Failed; },
                               [](const BpmnError&) { return JobCounts::Kind::Thrown; }},
                    outcome);
}

}  // namespace

// A job from its coming to its report, with what goes back at the end.
struct TypeWorker::InHand {
  InHand(Job the_job, std::optional<Ticket> the_ticket, Gate::Pass the_pass, Desk& the_desk)
      : job(std::move(the_job)),
        ref{job.key, job.lease_token},
        retries(job.retries),
        deadline(job.deadline),
        ticket(std::move(the_ticket)),
        pass(std::move(the_pass)),
        desk(the_desk) {
    if (ticket) ticket->use();
    desk.in_flight.add(1);
  }
  ~InHand() { desk.in_flight.add(-1); }

  Job job;  // moved on to outbound
  gateway::JobRef ref;
  const std::int32_t retries;
  const Deadline deadline;
  std::optional<Ticket> ticket;
  Gate::Pass pass;
  Desk& desk;
  UniqueFunction<void(const Result<void>&)> acknowledge;  // from outbound, if the connector cares

  // Once a connector was found for it.
  JobCounts::Template* made_from = nullptr;
  TimePoint started;
  JobCounts::Kind kind = JobCounts::Kind::Failed;
};

std::shared_ptr<TypeWorker> TypeWorker::make(std::shared_ptr<Desk> desk, const loader::ConnectorInfo& connector) {
  std::shared_ptr<TypeWorker> made(new TypeWorker(std::move(desk), connector));
  made->build_loops(permits_for(made->desk_->settings, connector));
  return made;
}

TypeWorker::TypeWorker(std::shared_ptr<Desk> desk, const loader::ConnectorInfo& connector)
    : desk_(std::move(desk)),
      type_(connector.type),
      variables_(connector.input_variables),
      limits_(desk_->settings.limits_of(type_)),
      job_timeout_(desk_->settings.selection.timeout_of(type_, connector.name).value_or(desk_->settings.job_timeout)),
      counts_(desk_->counts_of(type_)) {}

void TypeWorker::build_loops(std::size_t permits) {
  const auto hook = [weak = weak_from_this()](auto work) {
    return [weak, work] {
      if (const auto alive = weak.lock()) work(*alive);
    };
  };
  admission_ =
      std::make_shared<Admission>(type_, limits_, permits, desk_->with,
                                  Admission::Hooks{.on_room = hook([](TypeWorker& self) { self.polls_->consider(); }),
                                                   .on_change = hook([](TypeWorker& self) { self.on_breaker(); })});
  const Intake intake = [self = weak_from_this()](Job job, std::optional<Ticket> ticket) {
    if (const auto alive = self.lock()) alive->take_in(std::move(job), std::move(ticket));
  };
  const bool streams = desk_->settings.streaming && may_stream(limits_, permits, job_timeout_);
  polls_ = std::make_shared<PollLoop>(PollLoop::Asked{poll_request(), streams}, desk_, admission_, intake);
  if (!streams) return;
  stream_ =
      std::make_shared<StreamLoop>(stream_request(), desk_, admission_,
                                   StreamLoop::Hooks{.intake = intake,
                                                     .may_have_missed = [polls = polls_] { polls->hurry(); },
                                                     .renewed = [&counts = counts_] { counts.on_stream_recreated(); }});
}

void TypeWorker::open() {
  if (stream_) stream_->start();
  polls_->start();
}

void TypeWorker::close() {
  admission_->close();
  if (stream_) stream_->stop();
  polls_->stop();
}

bool TypeWorker::fits(const loader::ConnectorInfo& connector) const {
  return connector.input_variables == variables_ && permits_for(desk_->settings, connector) == admission_->capacity();
}

// No more is asked for while the breaker is open, and of the polls alone while it is half-open.
void TypeWorker::on_breaker() {
  if (stream_) stream_->consider();
  admission_->lets_ask() ? polls_->hurry() : polls_->interrupt();
}

void TypeWorker::take_in(Job job, std::optional<Ticket> ticket) {
  counts_.on_received();
  std::optional<Gate::Pass> pass = desk_->gate.enter();
  // Nobody is left to wait for a report; the engine hands the job out again when its lock has run out.
  if (!pass) return;
  auto in_hand = std::make_unique<InHand>(std::move(job), std::move(ticket), *std::move(pass), *desk_);
  desk_->with.executor.post(
      [self = shared_from_this(), in_hand = std::move(in_hand)]() mutable { self->run(std::move(in_hand)); });
}

void TypeWorker::run(std::unique_ptr<InHand> in_hand) {
  if (in_hand->deadline.has_passed(desk_->with.clock)) {
    desk_->expired.add();
    return give_back(std::move(in_hand));
  }
  if (desk_->is_draining) return hand_back(std::move(in_hand), "the host is shutting down");
  if (!in_hand->ticket) return hand_back(std::move(in_hand), "no capacity left for this job");
  std::optional<loader::ConnectorLease> lease = desk_->with.catalogs.lease(type_);
  if (!lease) return hand_back(std::move(in_hand), "no connector serves this job type any more");

  Job job = std::move(in_hand->job);
  in_hand->made_from = &counts_.on_started(job.custom_headers);
  in_hand->started = desk_->with.clock.now();
  desk_->with.outbound.run(std::move(job), *std::move(lease), desk_->stop.get_token(),
                           [self = shared_from_this(), in_hand = std::move(in_hand)](outbound::Ending ending) mutable {
                             self->on_ending(std::move(in_hand), std::move(ending));
                           });
}

void TypeWorker::on_ending(std::unique_ptr<InHand> in_hand, outbound::Ending ending) {
  in_hand->ticket->judge(verdict(*in_hand, ending));
  counts_.on_ended(*in_hand->made_from, in_hand->started, ending.outcome ? &*ending.outcome : nullptr);
  if (!ending.outcome) return give_back(std::move(in_hand));
  in_hand->kind = kind_of(*ending.outcome);
  in_hand->acknowledge = std::move(ending.acknowledge);
  report(std::move(in_hand), *std::move(ending.outcome), ending.report_by);
}

// Without an outcome the connector was silent until the job's time was over, or the job is gone.
Breaker::Verdict TypeWorker::verdict(const InHand& in_hand, const outbound::Ending& ending) const {
  if (ending.outcome) return verdict_of(*ending.outcome, in_hand.retries);
  const bool is_over = ending.report_by.has_passed(desk_->with.clock);
  return is_over ? Breaker::Verdict::Failed : Breaker::Verdict::Unknown;
}

void TypeWorker::hand_back(std::unique_ptr<InHand> in_hand, std::string_view why) {
  desk_->handed_back.add();
  Failed untouched{.message = std::string(why), .retries = in_hand->retries, .backoff = 0ms, .variables = {}};
  report(std::move(in_hand), std::move(untouched), Deadline::in(kHandBackTime, desk_->with.clock));
}

void TypeWorker::report(std::unique_ptr<InHand> in_hand, JobOutcome outcome, Deadline by) {
  gateway::JobRef ref = std::move(in_hand->ref);
  const std::int32_t retries = in_hand->retries;
  desk_->reporter.report(
      {.job = std::move(ref),
       .outcome = std::move(outcome),
       .retries = retries,
       .by = by,
       .reported = [self = shared_from_this(), in_hand = std::move(in_hand)](const Result<void>& how) mutable {
         self->on_reported(*in_hand, how);
         self->give_back(std::move(in_hand));
       }});
}

void TypeWorker::on_reported(InHand& in_hand, const Result<void>& how) {
  if (how && in_hand.made_from != nullptr) counts_.on_accepted(*in_hand.made_from, in_hand.kind);
  if (!in_hand.acknowledge) return;
  desk_->with.executor.post([tell = std::move(in_hand.acknowledge), how]() mutable { tell(how); });
}

// However a job ends, its ticket may be the one that a poll waited for.
void TypeWorker::give_back(std::unique_ptr<InHand> in_hand) {
  in_hand.reset();
  polls_->consider();
}

gateway::ActivationRequest TypeWorker::poll_request() const {
  return {.type = type_,
          .worker = desk_->settings.worker_name,
          .max_jobs = 0,
          .job_timeout = job_timeout_,
          .poll_timeout = desk_->settings.poll_timeout,
          .variables = variables_,
          .tenants = desk_->settings.tenants};
}

gateway::StreamRequest TypeWorker::stream_request() const {
  return {.type = type_,
          .worker = desk_->settings.worker_name,
          .job_timeout = job_timeout_,
          .variables = variables_,
          .tenants = desk_->settings.tenants};
}

}  // namespace jackfield::worker
