#include "dev/jobs.hpp"

#include <utility>

namespace jackfield::dev {

std::string_view name_of(JobState state) noexcept {
  switch (state) {
    case JobState::Activatable:
      return "ACTIVATABLE";
    case JobState::Activated:
      return "ACTIVATED";
    case JobState::BackingOff:
    case JobState::Failed:
      return "FAILED";
    case JobState::ErrorThrown:
      return "ERROR_THROWN";
  }
  return "NOT_FOUND";
}

Jobs::Jobs(Settings settings, KeyGenerator& keys, const Clock& clock, Timers& timers, log::Logger log)
    : keys_(keys), clock_(clock), timers_(timers), log_(log), settings_(std::move(settings)) {}

void Jobs::create(JobRecord job, JobKey& key) {
  job.key = key = {keys_.next()};
  make_activatable(jobs_.emplace(key, std::move(job)).first->second);
}

const JobRecord* Jobs::find(JobKey key) const noexcept {
  const auto found = jobs_.find(key);
  return found == jobs_.end() ? nullptr : &found->second;
}

void Jobs::remove(JobKey key) {
  const auto found = jobs_.find(key);
  if (found == jobs_.end()) return;
  stop_timer(found->second);
  leave_backlog(found->second);
  jobs_.erase(found);
}

void Jobs::fail(JobKey key, std::int32_t retries, milliseconds backoff) {
  JobRecord& job = at(key);
  stop_timer(job);
  leave_backlog(job);
  job.retries = retries;
  if (retries <= 0) {
    job.state = JobState::Failed;
  } else if (backoff <= 0ms) {
    make_activatable(job);
  } else {
    job.state = JobState::BackingOff;
    job.timer = timers_.at(Deadline::in(backoff, clock_), [this, key] {
      at(key).timer = TimerId::None;
      make_activatable(at(key));
    });
  }
}

void Jobs::hold_back(JobKey key, JobState state) {
  JobRecord& job = at(key);
  stop_timer(job);
  leave_backlog(job);
  job.state = state;
}

void Jobs::release(JobKey key) {
  make_activatable(at(key));
}

void Jobs::give_back(const Activation& activation) {
  const auto found = jobs_.find(activation.job);
  if (found == jobs_.end() || found->second.state != JobState::Activated) return;
  if (found->second.activations != activation.count) return;
  stop_timer(found->second);
  make_activatable_for_polls(found->second);
}

void Jobs::set_timeout(JobKey key, milliseconds from_now) {
  JobRecord& job = at(key);
  stop_timer(job);
  activate(job, from_now);
}

void Jobs::set_retries(JobKey key, std::int32_t retries) {
  at(key).retries = retries;
}

TakerId Jobs::open_poll(Poll poll, milliseconds wait) {
  poll.id = takers_.next_id();
  const TakerId id = poll.id;
  if (serve(poll)) return id;
  if (wait <= 0ms) {
    poll.sink->end({});
    return id;
  }
  poll.timeout = timers_.at(Deadline::in(wait, clock_), [this, id] {
    if (const auto late = takers_.take_poll(id)) late->sink->end({});
  });
  takers_.add(std::move(poll));
  return id;
}

TakerId Jobs::open_stream(Stream stream) {
  stream.id = takers_.next_id();
  const TakerId id = stream.id;
  log_.debug("stream opened", {{"type", stream.taker.type.text}, {"worker", stream.taker.worker}});
  takers_.add(std::move(stream));
  return id;
}

void Jobs::close_poll(TakerId id) {
  if (const auto poll = takers_.take_poll(id)) timers_.cancel(poll->timeout);
}

void Jobs::close_takers(const Failure& why) {
  auto all = takers_.take_all();
  for (Poll& poll : all.first) {
    timers_.cancel(poll.timeout);
    poll.sink->end(why);
  }
  for (Stream& stream : all.second) stream.sink->end(why);
}

void Jobs::stop_timer(JobRecord& job) {
  if (job.timer != TimerId::None) timers_.cancel(std::exchange(job.timer, TimerId::None));
}

void Jobs::leave_backlog(const JobRecord& job) {
  if (const auto waiting = backlog_.find(job.type); waiting != backlog_.end()) waiting->second.erase(job.key);
}

void Jobs::make_activatable(JobRecord& job) {
  if (!push(job)) make_activatable_for_polls(job);
}

void Jobs::make_activatable_for_polls(JobRecord& job) {
  job.state = JobState::Activatable;
  backlog_[job.type].insert(job.key);
  const auto poll = takers_.take_first_poll(job.type);
  if (poll == nullptr) return;
  const TimerId timeout = poll->timeout;
  if (serve(*poll)) {
    timers_.cancel(timeout);
  } else {
    takers_.add(std::move(*poll));
  }
}

bool Jobs::push(JobRecord& job) {
  const Stream* stream = takers_.next_ready_stream(job.type);
  if (stream == nullptr) return false;
  ActivatedJob activated = describe(job, stream->taker);
  if (activated.size() > settings_.max_message_size) {
    refuse_as_too_large(job);
    return true;
  }
  activated.activation = ++job.activations;
  activate(job, stream->taker.job_timeout);
  log_.debug("job pushed", {{"job", job.key}, {"type", job.type.text}, {"worker", stream->taker.worker}});
  stream->sink->push(std::move(activated));
  return true;
}

bool Jobs::serve(Poll& poll) {
  std::vector<ActivatedJob> jobs = take_for(poll);
  if (jobs.empty()) return false;
  std::vector<ActivatedJob> batch;
  std::size_t size = 0;
  for (ActivatedJob& job : jobs) {
    if (size + job.size() > settings_.max_message_size && !batch.empty()) {
      poll.sink->send(std::exchange(batch, {}));
      size = 0;
    }
    size += job.size();
    batch.push_back(std::move(job));
  }
  poll.sink->send(std::move(batch));
  poll.sink->end({});
  return true;
}

std::vector<ActivatedJob> Jobs::take_for(Poll& poll) {
  std::vector<ActivatedJob> jobs;
  std::set<JobKey>& waiting = backlog_[poll.taker.type];
  while (!waiting.empty() && jobs.size() < static_cast<std::size_t>(poll.max_jobs)) {
    JobRecord& job = at(*waiting.begin());
    waiting.erase(waiting.begin());
    ActivatedJob activated = describe(job, poll.taker);
    if (activated.size() > settings_.max_message_size) {
      refuse_as_too_large(job);
      continue;
    }
    activated.activation = ++job.activations;
    activate(job, poll.taker.job_timeout);
    log_.debug("job activated", {{"job", job.key}, {"type", job.type.text}, {"worker", poll.taker.worker}});
    jobs.push_back(std::move(activated));
  }
  return jobs;
}

ActivatedJob Jobs::describe(const JobRecord& job, const Taker& taker) const {
  ActivatedJob activated;
  activated.key = job.key;
  activated.type = job.type;
  activated.process_instance = job.process_instance;
  activated.process_definition = job.definition->key;
  activated.element_instance = job.element_instance;
  activated.bpmn_process_id = job.definition->bpmn_process_id;
  activated.process_definition_version = job.definition->version;
  activated.element_id = job.task->element_id;
  activated.worker = taker.worker;
  activated.retries = job.retries;
  activated.deadline = clock_.wall_now() + taker.job_timeout;
  activated.custom_headers = job.task->headers;
  activated.variables = to_json(job.scope->visible(), taker.variables);
  return activated;
}

void Jobs::activate(JobRecord& job, milliseconds timeout) {
  job.state = JobState::Activated;
  job.timer = timers_.at(Deadline::in(timeout, clock_), [this, key = job.key] {
    at(key).timer = TimerId::None;
    make_activatable_for_polls(at(key));
  });
}

void Jobs::refuse_as_too_large(JobRecord& job) {
  job.state = JobState::Failed;
  settings_.on_too_large(job);
}

}  // namespace jackfield::dev
