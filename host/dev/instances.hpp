#pragma once

// The process instances that run: each stands at one task, waits for its job, and moves on. One thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/task.hpp"
#include "dev/deployments.hpp"
#include "dev/incidents.hpp"
#include "dev/jobs.hpp"
#include "dev/mailbox.hpp"
#include "dev/variables.hpp"
#include "log/log.hpp"

namespace jackfield::dev {

// What its watchers hear of an instance; borrowed for the call. After Completed and Cancelled the instance is gone.
struct InstanceEvent {
  Standstill::Kind kind = Standstill::Kind::Completed;
  ProcessInstanceKey key;
  DefinitionPtr definition;
  const Variables* variables = nullptr;
  const Incident* incident = nullptr;  // with Kind::Incident
};

// Must not call back into the engine.
using InstanceWatcher = UniqueFunction<void(const InstanceEvent&)>;

// Each method runs an instance as far as it gets without help: to the next job, an incident, or its end. Keys that are
// not known are the caller's mistake unless the method says otherwise.
class Instances {
 public:
  Instances(KeyGenerator& keys, Jobs& jobs, Incidents& incidents, Mailbox& mailbox, log::Logger log) noexcept
      : keys_(keys), jobs_(jobs), incidents_(incidents), mailbox_(mailbox), log_(log) {}

  // Runs as far as it gets; that may be to its end.
  ProcessInstanceKey create(DefinitionPtr definition, Variables variables, InstanceWatcher watcher);

  // Cancelling one that is not there does nothing.
  bool has(ProcessInstanceKey key) const noexcept { return instances_.contains(key); }
  void cancel(ProcessInstanceKey key);

  // The job's task is done; the job goes.
  void complete(const JobRecord& job, Variables variables);

  // The message that an instance waited for is there.
  void receive(ProcessInstanceKey key, Variables variables);

  // Variables of the task alone, such as a failure's.
  void set_task_variables(const JobRecord& job, Variables variables);

  // The scope is that of an instance or of the task it stands at. False: there is none of that key.
  enum class Reach { Local, Upward };
  bool set_variables(ElementInstanceKey scope, Variables variables, Reach reach);

  // Stops an instance that stands at a task; whoever watches it is told.
  void raise(ProcessInstanceKey key, IncidentType type, std::string message);

  // Tries again what the incident stopped.
  void resolve(IncidentKey key);

 private:
  // How far it is with its task: before the job exists, while it does, after it is done.
  enum class Stage { Entering, Waiting, Leaving };

  // Never moves: its scopes and its job point into it.
  struct Instance {
    ProcessInstanceKey key;
    DefinitionPtr definition;
    Scope variables;
    std::optional<std::size_t> task;  // where it stands
    Stage stage = Stage::Entering;
    ElementInstanceKey element;
    std::unique_ptr<Scope> local;
    JobKey job;
    IncidentKey incident;
    InstanceWatcher watcher;
  };

  const Task& task_of(const Instance& instance) const { return instance.definition->tasks[*instance.task]; }

  // The steps, in the order in which an instance takes them. Each may end in an incident, from which resolve() takes
  // the same step again.
  void go_to(Instance& instance, std::optional<std::size_t> task);
  void enter(Instance& instance);
  void await_message(Instance& instance);
  void take_over(Instance& instance, Variables variables);
  void leave(Instance& instance);
  void finish(Instance& instance, Standstill::Kind how);
  void retry_job(Instance& instance, IncidentType stopped_by);
  void notify(Instance& instance, Standstill::Kind kind, const Incident* incident = nullptr);

  KeyGenerator& keys_;  // these four outlive this
  Jobs& jobs_;
  Incidents& incidents_;
  Mailbox& mailbox_;
  log::Logger log_;

  std::unordered_map<ProcessInstanceKey, std::unique_ptr<Instance>> instances_;
  std::unordered_map<ElementInstanceKey, Instance*> by_element_;
};

}  // namespace jackfield::dev
