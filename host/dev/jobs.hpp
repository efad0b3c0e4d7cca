#pragma once

// The jobs there are: in which state each is, who has it until when, and the hand-over to streams and polls.
//
// A job that becomes activatable for a new reason (created, failed with retries left, back-off over, incident resolved)
// is pushed to a ready stream; one that came back (timed out, yielded, given back) is left to polls. One thread.

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/executor.hpp"
#include "dev/definition.hpp"
#include "dev/keys.hpp"
#include "dev/takers.hpp"
#include "dev/variables.hpp"
#include "log/log.hpp"

namespace jackfield::dev {

// Activatable: anybody may take it. Activated: somebody has it until its timer. BackingOff: nobody may take it until
// its timer. Failed and ErrorThrown: held back by an incident.
enum class JobState { Activatable, Activated, BackingOff, Failed, ErrorThrown };

// As Zeebe writes it.
std::string_view name_of(JobState state) noexcept;

// One job. The pointers lead into the instance it belongs to, which removes the job before it goes itself.
struct JobRecord {
  JobKey key;
  JobType type;
  std::int32_t retries = 0;
  std::uint32_t activations = 0;  // how often it was handed out
  ProcessInstanceKey process_instance;
  ElementInstanceKey element_instance;
  const Definition* definition = nullptr;  // of the instance, which outlives the job
  const Task* task = nullptr;              // of the definition
  const Scope* scope = nullptr;            // of the instance; the variables that the worker sees
  JobState state = JobState::Activatable;
  TimerId timer = TimerId::None;  // end of the lock, or of the back-off
};

class Jobs {
 public:
  struct Settings {
    std::size_t max_message_size = 4 * 1024 * 1024;
    // Called for a job that fits in no message, which is then held back until release(). It must not call back.
    std::function<void(const JobRecord&)> on_too_large;
  };

  Jobs(Settings settings, KeyGenerator& keys, const Clock& clock, Timers& timers, log::Logger log);

  // Life of a job. Its key is in `key` before anybody is offered the job.
  void create(JobRecord job, JobKey& key);

  // Null when there is none; else valid until the job is removed.
  const JobRecord* find(JobKey key) const noexcept;

  // Completed, or cancelled; nothing happens for a key that is not there. The other commands need a job that is.
  void remove(JobKey key);
  void fail(JobKey key, std::int32_t retries, milliseconds backoff);  // without retries, held back until release()
  void hold_back(JobKey key, JobState state);                         // Failed or ErrorThrown
  void release(JobKey key);
  void give_back(const Activation& activation);  // it never got there; old ones are ignored
  void set_timeout(JobKey key, milliseconds from_now);
  void set_retries(JobKey key, std::int32_t retries);

  // Takers. Closing one that has ended already does nothing. A poll ends after the first batches, or with none at its
  // timeout; zero or less does not wait.
  TakerId open_poll(Poll poll, milliseconds wait);
  TakerId open_stream(Stream stream);
  void close_poll(TakerId id);
  void close_stream(TakerId id) { takers_.remove_stream(id); }
  void close_takers(const Failure& why);

 private:
  JobRecord& at(JobKey key) { return jobs_.at(key); }
  void stop_timer(JobRecord& job);
  void leave_backlog(const JobRecord& job);

  // For a new reason, so that streams come first; or because it came back, which only polls are told.
  void make_activatable(JobRecord& job);
  void make_activatable_for_polls(JobRecord& job);

  // True when the job is settled: a stream has it, or it fits into no message.
  bool push(JobRecord& job);

  // False when there was nothing for the poll, which then goes on waiting.
  bool serve(Poll& poll);
  std::vector<ActivatedJob> take_for(Poll& poll);

  // The job as this taker gets to see it; says nothing about its state.
  ActivatedJob describe(const JobRecord& job, const Taker& taker) const;
  void activate(JobRecord& job, milliseconds timeout);
  void refuse_as_too_large(JobRecord& job);

  KeyGenerator& keys_;  // these three outlive this
  const Clock& clock_;
  Timers& timers_;
  log::Logger log_;
  const Settings settings_;

  std::unordered_map<JobKey, JobRecord> jobs_;
  std::map<JobType, std::set<JobKey>> backlog_;  // activatable, oldest first
  Takers takers_;
};

}  // namespace jackfield::dev
