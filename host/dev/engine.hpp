#pragma once

// The engine behind the gateway: one call per command, checked as Zeebe checks it, all state in memory.
//
// It has no thread and no lock: whoever owns it calls it from one thread at a time, the one its timers run on. It never
// waits, and it calls nobody but the sinks and watchers it was given, which only move data on.
// Faults: InvalidInput, NotFound, Rejected with the texts of rejection.hpp; Unavailable after close().

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/executor.hpp"
#include "dev/deployments.hpp"
#include "dev/incidents.hpp"
#include "dev/instances.hpp"
#include "dev/jobs.hpp"
#include "dev/keys.hpp"
#include "log/log.hpp"

namespace jackfield::dev {

// Commands, as values. Texts called `variables` are JSON objects, or empty for none.

struct NewInstance {
  DefinitionRef definition;
  std::string variables;
};

struct Created {
  DefinitionPtr definition;
  ProcessInstanceKey key;
};

// `variables`: those of the process instance when it completed.
struct CreatedWithResult {
  Created created;
  JsonText variables;
};

// With retries left the job may be taken again once `backoff` has passed; without, an incident is raised. The variables
// become the task's own, so that the next attempt sees them.
struct FailCommand {
  JobKey job;
  std::int32_t retries = 0;
  std::string message;
  milliseconds backoff{0};
  std::string variables;
};

// A business error. No process that is run can catch one, so it ends in an incident; the command itself succeeds.
struct ErrorCommand {
  JobKey job;
  std::string code;
  std::string message;
  std::string variables;
};

// Messages have a name; the correlation key may be empty.
struct PublishCommand {
  std::string name;
  std::string correlation_key;
  std::string message_id;
  milliseconds time_to_live{0};
  std::string variables;
};

struct Correlated {
  std::int64_t message = 0;
  ProcessInstanceKey instance;
};

class Engine {
 public:
  Engine(const Settings& settings, KeyGenerator keys, const Clock& clock, Timers& timers, log::Logger log);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // All or nothing; see deployments.hpp.
  Result<Deployed> deploy(const std::vector<File>& files);

  // Instances. The watcher hears of incidents, completion and cancellation; `done` of the result, or once `timeout`
  // (zero: that of the settings) has passed, DeadlineExceeded.
  using ResultDone = UniqueFunction<void(Result<CreatedWithResult>)>;
  Result<Created> create_instance(const NewInstance& instance, InstanceWatcher watcher = {});
  void create_with_result(const NewInstance& instance, std::vector<std::string> names, milliseconds timeout,
                          ResultDone done);
  // Its job and its incident go with it; a worker that still has the job will hear NotFound.
  Result<void> cancel_instance(ProcessInstanceKey key);
  // The scope is a process instance or the task it stands at. Answers with the key of the command.
  Result<std::int64_t> set_variables(ElementInstanceKey scope, std::string_view variables, Instances::Reach reach);

  // Jobs. A worker whose lock has timed out may still end its job, as long as nobody else has; Rejected where the job
  // waits for its back-off or an incident. A new timeout counts from now and needs a job that somebody has.
  Result<void> complete_job(JobKey key, std::string_view variables);
  Result<void> fail_job(const FailCommand& command);
  Result<void> throw_error(const ErrorCommand& command);
  Result<void> update_timeout(JobKey key, milliseconds timeout);
  Result<void> update_retries(JobKey key, std::int32_t retries);

  // What the incident stopped is tried again, and may raise another one.
  Result<void> resolve_incident(IncidentKey key);

  // Messages. Publishing answers with the message's key; Rejected: one of that id is still kept. Correlating needs
  // somebody who waits, else NotFound, and keeps nothing.
  Result<std::int64_t> publish_message(const PublishCommand& command);
  Result<Correlated> correlate_message(const PublishCommand& command);

  // Takers. `wait` as on the wire: zero is the default of the settings, negative does not wait.
  Result<TakerId> open_poll(Poll poll, milliseconds wait);
  Result<TakerId> open_stream(Stream stream);
  void close_poll(TakerId id) { jobs_.close_poll(id); }
  void close_stream(TakerId id) { jobs_.close_stream(id); }

  // Jobs that were handed to a taker and got no further. Those that have moved on since are left alone.
  void give_back(const std::vector<Activation>& activations);

  // Ends every poll, stream and wait for a result; nothing new is accepted.
  void close();

 private:
  struct PendingResult;  // a client that waits for an instance to complete

  Result<const JobRecord*> find_job(JobKey key, std::string_view intent, std::string_view doing) const;
  Result<const JobRecord*> find_open_job(JobKey key, std::string_view intent, std::string_view doing) const;
  void settle(const std::shared_ptr<PendingResult>& pending, Result<CreatedWithResult> how);

  const Clock& clock_;  // these two outlive the engine
  Timers& timers_;
  log::Logger log_;
  const Settings settings_;

  KeyGenerator keys_;
  Deployments deployments_{keys_};
  Incidents incidents_{keys_};
  Mailbox mailbox_{clock_};
  Jobs jobs_;
  Instances instances_;
  std::unordered_map<std::uint64_t, std::shared_ptr<PendingResult>> pending_;
  std::uint64_t last_pending_ = 0;
  bool is_closed_ = false;
};

}  // namespace jackfield::dev
