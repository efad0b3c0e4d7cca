#include "dev/instances.hpp"

#include <fmt/core.h>

#include <utility>

namespace jackfield::dev {

ProcessInstanceKey Instances::create(DefinitionPtr definition, Variables variables, InstanceWatcher watcher) {
  auto made = std::make_unique<Instance>();
  Instance& instance = *made;
  instance.key = {keys_.next()};
  instance.definition = std::move(definition);
  instance.variables.set_local(std::move(variables));
  instance.watcher = std::move(watcher);
  const ProcessInstanceKey key = instance.key;
  instances_.emplace(key, std::move(made));
  log_.debug("instance created", {{"instance", key}, {"process", instance.definition->bpmn_process_id}});
  go_to(instance, instance.definition->first);
  return key;
}

void Instances::cancel(ProcessInstanceKey key) {
  if (const auto found = instances_.find(key); found != instances_.end()) {
    finish(*found->second, Standstill::Kind::Cancelled);
  }
}

void Instances::complete(const JobRecord& job, Variables variables) {
  Instance& instance = *instances_.at(job.process_instance);
  jobs_.remove(job.key);
  instance.job = {};
  take_over(instance, std::move(variables));
}

void Instances::receive(ProcessInstanceKey key, Variables variables) {
  take_over(*instances_.at(key), std::move(variables));
}

void Instances::take_over(Instance& instance, Variables variables) {
  // Without output mappings a job's variables go up, past the task's own of the same name.
  if (task_of(instance).outputs.empty()) {
    instance.local->propagate(std::move(variables));
  } else {
    instance.local->set_local(std::move(variables));
  }
  leave(instance);
}

void Instances::set_task_variables(const JobRecord& job, Variables variables) {
  instances_.at(job.process_instance)->local->set_local(std::move(variables));
}

bool Instances::set_variables(ElementInstanceKey scope, Variables variables, Reach reach) {
  Scope* target = nullptr;
  if (const auto element = by_element_.find(scope); element != by_element_.end()) target = element->second->local.get();
  if (const auto instance = instances_.find({scope.value}); instance != instances_.end()) {
    target = &instance->second->variables;
  }
  if (target == nullptr) return false;
  if (reach == Reach::Local) {
    target->set_local(std::move(variables));
  } else {
    target->propagate(std::move(variables));
  }
  return true;
}

void Instances::raise(ProcessInstanceKey key, IncidentType type, std::string message) {
  Instance& instance = *instances_.at(key);
  const Incident& incident = incidents_.raise(key, type, std::move(message));
  instance.incident = incident.key;
  log_.warn("incident raised", {{"incident", incident.key},
                                {"type", name_of(type)},
                                {"instance", key},
                                {"process", instance.definition->bpmn_process_id},
                                {"element", task_of(instance).element_id}});
  notify(instance, Standstill::Kind::Incident, &incident);
}

void Instances::resolve(IncidentKey key) {
  const Incident incident = *incidents_.find(key);
  Instance& instance = *instances_.at(incident.process_instance);
  incidents_.remove(key);
  instance.incident = {};
  if (instance.stage == Stage::Entering) return enter(instance);
  if (instance.stage == Stage::Leaving) return leave(instance);
  retry_job(instance, incident.type);
}

void Instances::retry_job(Instance& instance, IncidentType stopped_by) {
  const JobRecord& job = *jobs_.find(instance.job);
  if (stopped_by == IncidentType::JobNoRetries && job.retries < 1) {
    return raise(instance.key, stopped_by, "the job still has no retries left: update them, then resolve");
  }
  jobs_.release(job.key);
}

void Instances::go_to(Instance& instance, std::optional<std::size_t> task) {
  by_element_.erase(instance.element);
  instance.task = task;
  if (!task) return finish(instance, Standstill::Kind::Completed);
  instance.element = {keys_.next()};
  by_element_.emplace(instance.element, &instance);
  enter(instance);
}

void Instances::enter(Instance& instance) {
  const Task& task = task_of(instance);
  instance.stage = Stage::Entering;
  instance.local = std::make_unique<Scope>(&instance.variables);
  Result<Variables> inputs = map_inputs(task.inputs, *instance.local);
  if (!inputs) return raise(instance.key, IncidentType::IoMappingError, inputs.failure().message);
  instance.local->set_local(*std::move(inputs));
  if (task.message) return await_message(instance);
  const Result<std::string> type = task.type.evaluate_text(*instance.local);
  if (!type) return raise(instance.key, IncidentType::ExtractValueError, "job type: " + type.failure().message);
  const Result<std::int32_t> retries = retries_of(task, *instance.local);
  if (!retries) return raise(instance.key, IncidentType::ExtractValueError, "retries: " + retries.failure().message);
  instance.stage = Stage::Waiting;
  JobRecord job;
  job.type = {*type};
  job.retries = *retries;
  job.process_instance = instance.key;
  job.element_instance = instance.element;
  job.definition = instance.definition.get();
  job.task = &task;
  job.scope = instance.local.get();
  jobs_.create(std::move(job), instance.job);
}

void Instances::await_message(Instance& instance) {
  const Subscription& wanted = *task_of(instance).message;
  Result<std::string> name = wanted.name.evaluate_text(*instance.local);
  if (!name) return raise(instance.key, IncidentType::ExtractValueError, "message name: " + name.failure().message);
  Result<std::string> key = wanted.correlation_key.evaluate_text(*instance.local);
  if (!key) return raise(instance.key, IncidentType::ExtractValueError, "correlation key: " + key.failure().message);
  instance.stage = Stage::Waiting;
  std::optional<Variables> kept =
      mailbox_.await({*std::move(name), *std::move(key), instance.definition->bpmn_process_id, instance.key});
  if (kept) take_over(instance, *std::move(kept));
}

void Instances::leave(Instance& instance) {
  const Task& task = task_of(instance);
  instance.stage = Stage::Leaving;
  Result<Variables> outputs = map_outputs(task.outputs, *instance.local);
  if (!outputs) return raise(instance.key, IncidentType::IoMappingError, outputs.failure().message);
  instance.variables.propagate(*std::move(outputs));
  go_to(instance, task.next);
}

void Instances::finish(Instance& instance, Standstill::Kind how) {
  jobs_.remove(instance.job);
  mailbox_.forget(instance.key);
  incidents_.remove(instance.incident);
  by_element_.erase(instance.element);
  log_.debug(how == Standstill::Kind::Completed ? "instance completed" : "instance cancelled",
             {{"instance", instance.key}});
  notify(instance, how);
  instances_.erase(instance.key);
}

void Instances::notify(Instance& instance, Standstill::Kind kind, const Incident* incident) {
  if (!instance.watcher) return;
  instance.watcher(InstanceEvent{kind, instance.key, instance.definition, &instance.variables.local(), incident});
}

}  // namespace jackfield::dev
