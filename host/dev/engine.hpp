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

struct NewInstance {
  DefinitionRef definition;
  std::string variables;  // JSON object, or empty
};

struct Created {
  DefinitionPtr definition;
  ProcessInstanceKey key;
};

struct CreatedWithResult {
  Created created;
  JsonText variables;
};

struct FailCommand {
  JobKey job;
  std::int32_t retries = 0;
  std::string message;
  milliseconds backoff{0};
  std::string variables;
};

struct ErrorCommand {
  JobKey job;
  std::string code;
  std::string message;
  std::string variables;
};

class Engine {
 public:
  Engine(const Settings& settings, KeyGenerator keys, const Clock& clock, Timers& timers, log::Logger log);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  Result<Deployed> deploy(const std::vector<File>& files);

  // Instances. The watcher hears of incidents, completion and cancellation; `done` of the result, or once `timeout`
  // (zero: that of the settings) has passed, DeadlineExceeded.
  using ResultDone = UniqueFunction<void(Result<CreatedWithResult>)>;
  Result<Created> create_instance(const NewInstance& instance, InstanceWatcher watcher = {});
  void create_with_result(const NewInstance& instance, std::vector<std::string> names, milliseconds timeout,
                          ResultDone done);
  Result<void> cancel_instance(ProcessInstanceKey key);
  Result<std::int64_t> set_variables(ElementInstanceKey scope, std::string_view variables, Instances::Reach reach);

  // Jobs.
  Result<void> complete_job(JobKey key, std::string_view variables);
  Result<void> fail_job(const FailCommand& command);
  Result<void> throw_error(const ErrorCommand& command);
  Result<void> update_timeout(JobKey key, milliseconds timeout);
  Result<void> update_retries(JobKey key, std::int32_t retries);
  Result<void> resolve_incident(IncidentKey key);

  // Takers. `wait` as on the wire: zero is the default of the settings, negative does not wait.
  Result<TakerId> open_poll(Poll poll, milliseconds wait);
  Result<TakerId> open_stream(Stream stream);
  void close_poll(TakerId id) { jobs_.close_poll(id); }
  void close_stream(TakerId id) { jobs_.close_stream(id); }
  void give_back(const std::vector<JobKey>& keys);

  // Ends every poll, stream and wait for a result; nothing new is accepted.
  void close();

 private:
  struct PendingResult;

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
  Jobs jobs_;
  Instances instances_;
  std::unordered_map<std::uint64_t, std::shared_ptr<PendingResult>> pending_;
  std::uint64_t last_pending_ = 0;
  bool is_closed_ = false;
};

}  // namespace jackfield::dev
