#include "dev/engine.hpp"

#include <fmt/core.h>

#include <utility>

#include "dev/rejection.hpp"

namespace jackfield::dev {
namespace {

Failure closed() {
  return {Fault::Unavailable, "the gateway is shutting down"};
}

Failure expected(std::string_view what, std::string_view field, std::string_view expectation, std::string_view actual) {
  return {Fault::InvalidInput,
          fmt::format("Expected to {} with {} to be {}, but it was {}", what, field, expectation, actual)};
}

Result<void> check(const Taker& taker, std::string_view what) {
  if (taker.type.text.empty()) return expected(what, "type", "present", "blank");
  if (taker.job_timeout < 1ms) {
    return expected(what, "timeout", "greater than zero", std::to_string(taker.job_timeout.count()));
  }
  return {};
}

}  // namespace

struct Engine::PendingResult {
  std::uint64_t id = 0;
  std::vector<std::string> names;
  ResultDone done;  // empty once it has been called
  TimerId timeout = TimerId::None;
};

Engine::Engine(const Settings& settings, KeyGenerator keys, const Clock& clock, Timers& timers, log::Logger log)
    : clock_(clock),
      timers_(timers),
      log_(log),
      settings_(settings),
      keys_(keys),
      jobs_({.max_message_size = settings.max_message_size,
             .on_too_large =
                 [this](const JobRecord& job) {
                   instances_.raise(job.process_instance, IncidentType::MessageSizeExceeded,
                                    "the job is larger than a message may be: fetch or pass fewer variables");
                 }},
            keys_, clock, timers, log),
      instances_(keys_, jobs_, incidents_, mailbox_, log) {}

Engine::~Engine() = default;

Result<Deployed> Engine::deploy(const std::vector<File>& files) {
  if (is_closed_) return closed();
  Result<Deployed> deployed = deployments_.deploy(files);
  if (!deployed) return deployed;
  for (const DefinitionPtr& process : deployed->processes) {
    log_.info("process deployed", {{"process", process->bpmn_process_id}, {"version", process->version}});
  }
  return deployed;
}

Result<Created> Engine::create_instance(const NewInstance& instance, InstanceWatcher watcher) {
  if (is_closed_) return closed();
  Result<DefinitionPtr> definition = deployments_.find(instance.definition, "CREATE");
  if (!definition) return definition.failure();
  Result<Variables> variables = parse_variables(instance.variables);
  if (!variables) return variables.failure();
  Created created{*definition, {}};
  created.key = instances_.create(*definition, *std::move(variables), std::move(watcher));
  return created;
}

void Engine::create_with_result(const NewInstance& instance, std::vector<std::string> names, milliseconds timeout,
                                ResultDone done) {
  auto pending = std::make_shared<PendingResult>();
  pending->id = ++last_pending_;
  pending->names = std::move(names);
  pending->done = std::move(done);
  pending_.emplace(pending->id, pending);
  Result<Created> created = create_instance(instance, [this, pending](const InstanceEvent& event) {
    if (event.kind == Standstill::Kind::Incident) return;
    if (event.kind == Standstill::Kind::Cancelled) {
      return settle(pending, rejection("CREATE_WITH_AWAITING_RESULT", Refusal::InvalidState,
                                       "the process instance was cancelled before it completed"));
    }
    settle(pending, CreatedWithResult{{event.definition, event.key}, to_json(*event.variables, pending->names)});
  });
  if (!created) return settle(pending, created.failure());
  if (!pending->done) return;
  const milliseconds wait = timeout > 0ms ? timeout : settings_.result_timeout;
  pending->timeout = timers_.at(Deadline::in(wait, clock_), [this, pending] {
    settle(pending, Failure{Fault::DeadlineExceeded,
                            "Time out between gateway and broker: the process instance did "
                            "not complete in time; it goes on"});
  });
}

void Engine::settle(const std::shared_ptr<PendingResult>& pending, Result<CreatedWithResult> how) {
  if (!pending->done) return how.ignore("answered before");
  timers_.cancel(pending->timeout);
  pending_.erase(pending->id);
  std::exchange(pending->done, nullptr)(std::move(how));
}

Result<void> Engine::cancel_instance(ProcessInstanceKey key) {
  if (!instances_.has(key)) {
    return rejection(
        "CANCEL", Refusal::NotFound,
        fmt::format("Expected to cancel a process instance with key '{}', but no such process was found", key.value));
  }
  instances_.cancel(key);
  return {};
}

Result<std::int64_t> Engine::set_variables(ElementInstanceKey scope, std::string_view text, Instances::Reach reach) {
  Result<Variables> variables = parse_variables(text);
  if (!variables) return variables.failure();
  if (!instances_.set_variables(scope, *std::move(variables), reach)) {
    return rejection("UPDATE", Refusal::NotFound,
                     fmt::format("Expected to update variables for element with key '{}', but no such element was "
                                 "found",
                                 scope.value));
  }
  return keys_.next();
}

Result<const JobRecord*> Engine::find_job(JobKey key, std::string_view intent, std::string_view doing) const {
  if (const JobRecord* job = jobs_.find(key)) return job;
  return rejection(intent, Refusal::NotFound,
                   fmt::format("Expected to {} job with key '{}', but no such job was found", doing, key.value));
}

// A job that a worker has, or had until its lock timed out.
Result<const JobRecord*> Engine::find_open_job(JobKey key, std::string_view intent, std::string_view doing) const {
  Result<const JobRecord*> job = find_job(key, intent, doing);
  if (!job) return job;
  if ((*job)->state == JobState::Activatable || (*job)->state == JobState::Activated) return job;
  return rejection(intent, Refusal::InvalidState,
                   fmt::format("Expected to {} job with key '{}', but it is in state '{}'", doing, key.value,
                               name_of((*job)->state)));
}

Result<void> Engine::complete_job(JobKey key, std::string_view text) {
  Result<const JobRecord*> job = find_open_job(key, "COMPLETE", "complete");
  if (!job) return job.failure();
  Result<Variables> variables = parse_variables(text);
  if (!variables) return variables.failure();
  instances_.complete(**job, *std::move(variables));
  return {};
}

Result<void> Engine::fail_job(const FailCommand& command) {
  const Result<const JobRecord*> job = find_open_job(command.job, "FAIL", "fail");
  if (!job) return job.failure();
  Result<Variables> variables = parse_variables(command.variables);
  if (!variables) return variables.failure();
  instances_.set_task_variables(**job, *std::move(variables));
  const ProcessInstanceKey instance = (*job)->process_instance;
  jobs_.fail(command.job, command.retries, command.backoff);
  if (command.retries > 0) return {};
  instances_.raise(instance, IncidentType::JobNoRetries,
                   command.message.empty() ? "No more retries left." : command.message);
  return {};
}

Result<void> Engine::throw_error(const ErrorCommand& command) {
  const Result<const JobRecord*> job = find_open_job(command.job, "THROW_ERROR", "throw an error for");
  if (!job) return job.failure();
  Result<Variables> variables = parse_variables(command.variables);
  if (!variables) return variables.failure();
  instances_.set_task_variables(**job, *std::move(variables));
  jobs_.hold_back(command.job, JobState::ErrorThrown);
  instances_.raise((*job)->process_instance, IncidentType::UnhandledErrorEvent,
                   fmt::format("An error was thrown with the code '{}' with message '{}', but not caught.",
                               command.code, command.message));
  return {};
}

Result<void> Engine::update_timeout(JobKey key, milliseconds timeout) {
  const Result<const JobRecord*> job = find_job(key, "UPDATE_TIMEOUT", "update the timeout of");
  if (!job) return job.failure();
  if ((*job)->state != JobState::Activated) {
    return rejection(
        "UPDATE_TIMEOUT", Refusal::InvalidState,
        fmt::format("Expected to update the timeout of job with key '{}', but it is not activated", key.value));
  }
  jobs_.set_timeout(key, timeout);
  return {};
}

Result<void> Engine::update_retries(JobKey key, std::int32_t retries) {
  const Result<const JobRecord*> job = find_job(key, "UPDATE_RETRIES", "update retries for");
  if (!job) return job.failure();
  if (retries < 1) {
    return rejection("UPDATE_RETRIES", Refusal::InvalidArgument,
                     fmt::format("Expected to update retries for job with key '{}' with a positive amount of retries, "
                                 "but the amount given was '{}'",
                                 key.value, retries));
  }
  jobs_.set_retries(key, retries);
  return {};
}

Result<void> Engine::resolve_incident(IncidentKey key) {
  if (incidents_.find(key) == nullptr) {
    return rejection(
        "RESOLVE", Refusal::NotFound,
        fmt::format("Expected to resolve incident with key '{}', but no such incident was found", key.value));
  }
  instances_.resolve(key);
  return {};
}

Result<std::int64_t> Engine::publish_message(const PublishCommand& command) {
  if (is_closed_) return closed();
  if (command.name.empty()) return expected("publish a message", "name", "present", "blank");
  Result<Variables> variables = parse_variables(command.variables);
  if (!variables) return variables.failure();
  PublishedMessage message{keys_.next(),       command.name, command.correlation_key,
                           command.message_id, *variables,   command.time_to_live};
  if (mailbox_.holds(message)) {
    return rejection("PUBLISH", Refusal::AlreadyExists,
                     fmt::format("Expected to publish a new message with id '{}', but a message with that id was "
                                 "already published",
                                 command.message_id));
  }
  const std::int64_t key = message.key;
  for (const ProcessInstanceKey receiver : mailbox_.publish(std::move(message))) {
    instances_.receive(receiver, *variables);
  }
  return key;
}

Result<Correlated> Engine::correlate_message(const PublishCommand& command) {
  if (is_closed_) return closed();
  Result<Variables> variables = parse_variables(command.variables);
  if (!variables) return variables.failure();
  const std::optional<ProcessInstanceKey> receiver = mailbox_.correlate(command.name, command.correlation_key);
  if (!receiver) {
    return rejection("CORRELATE", Refusal::NotFound,
                     fmt::format("Expected to find subscription for message with name '{}' and correlation key '{}', "
                                 "but none was found.",
                                 command.name, command.correlation_key));
  }
  const Correlated correlated{keys_.next(), *receiver};
  instances_.receive(*receiver, *std::move(variables));
  return correlated;
}

Result<TakerId> Engine::open_poll(Poll poll, milliseconds wait) {
  constexpr std::string_view kWhat = "activate jobs";
  if (is_closed_) return closed();
  if (Result<void> checked = check(poll.taker, kWhat); !checked) return checked.failure();
  if (poll.taker.worker.empty()) return expected(kWhat, "worker", "present", "blank");
  if (poll.max_jobs < 1) {
    return expected(kWhat, "maxJobsToActivate", "greater than zero", std::to_string(poll.max_jobs));
  }
  return jobs_.open_poll(std::move(poll), wait == 0ms ? settings_.long_poll : wait);
}

Result<TakerId> Engine::open_stream(Stream stream) {
  if (is_closed_) return closed();
  if (Result<void> checked = check(stream.taker, "stream activated jobs"); !checked) return checked.failure();
  return jobs_.open_stream(std::move(stream));
}

void Engine::give_back(const std::vector<Activation>& activations) {
  for (const Activation& activation : activations) jobs_.give_back(activation);
}

void Engine::close() {
  is_closed_ = true;
  jobs_.close_takers(closed());
  for (const auto& [id, pending] : std::exchange(pending_, {})) settle(pending, closed());
}

}  // namespace jackfield::dev
