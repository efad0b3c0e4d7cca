#include "dev/lone_task.hpp"

#include <fmt/core.h>

#include "dev/definition.hpp"
#include "dev/incidents.hpp"

namespace jackfield::dev {
namespace {

LoneTask::Stop stopped_by(IncidentType type, std::string message) {
  return {std::string(name_of(type)), std::move(message)};
}

std::vector<LoneTask::Step> shown(MappingSteps steps, const std::vector<bpmn::Mapping>& mappings) {
  std::vector<LoneTask::Step> all;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    all.push_back({mappings[i].source, mappings[i].target, std::move(steps[i].value), std::move(steps[i].warnings)});
  }
  return all;
}

}  // namespace

struct LoneTask::State {
  bpmn::Element element;
  Task task;
  Scope root;
  Scope local{&root};
};

LoneTask::LoneTask(std::unique_ptr<State> state) : state_(std::move(state)) {}
LoneTask::LoneTask(LoneTask&&) noexcept = default;
LoneTask& LoneTask::operator=(LoneTask&&) noexcept = default;
LoneTask::~LoneTask() = default;

Result<LoneTask> LoneTask::compile(const bpmn::Element& element, std::string_view variables) {
  if (!element.task) {
    return Failure{Fault::InvalidInput, fmt::format("element \"{}\" has no job type", element.id)};
  }
  Result<Task> task = compile_task(element);
  if (!task) {
    return Failure{Fault::InvalidInput, fmt::format("element \"{}\": {}", element.id, task.failure().message)};
  }
  Result<Variables> parsed = parse_variables(variables);
  if (!parsed) return std::move(parsed).failure();
  std::unique_ptr<State> state(new State{element, *std::move(task), Scope()});
  state->root.set_local(*std::move(parsed));
  return LoneTask(std::move(state));
}

LoneTask::Entry LoneTask::enter() {
  Entry entry;
  MappingSteps steps;
  Result<Variables> inputs = map_inputs(state_->task.inputs, state_->local, &steps);
  entry.inputs = shown(std::move(steps), state_->element.inputs);
  entry.headers = state_->task.headers;
  if (!inputs) {
    entry.stop = stopped_by(IncidentType::IoMappingError, inputs.failure().message);
    return entry;
  }
  state_->local.set_local(*std::move(inputs));
  Result<std::string> type = state_->task.type.evaluate_text(state_->local);
  const Result<std::int32_t> retries = retries_of(state_->task, state_->local);
  if (!type) {
    entry.stop = stopped_by(IncidentType::ExtractValueError, "job type: " + type.failure().message);
  } else if (!retries) {
    entry.stop = stopped_by(IncidentType::ExtractValueError, "retries: " + retries.failure().message);
  } else {
    entry.type = *std::move(type);
    entry.retries = *retries;
  }
  return entry;
}

std::string LoneTask::job_variables(const std::vector<std::string>& names) const {
  return to_json(state_->local.visible(), names);
}

LoneTask::Exit LoneTask::leave(std::string_view variables) {
  Exit exit;
  Result<Variables> given = parse_variables(variables);
  if (!given) {
    exit.stop = stopped_by(IncidentType::IoMappingError, given.failure().message);
    return exit;
  }
  if (state_->task.outputs.empty()) {
    exit.changes = to_json(*given);
    return exit;
  }
  state_->local.set_local(*std::move(given));
  MappingSteps steps;
  const Result<Variables> outputs = map_outputs(state_->task.outputs, state_->local, &steps);
  exit.outputs = shown(std::move(steps), state_->element.outputs);
  if (outputs) {
    exit.changes = to_json(*outputs);
  } else {
    exit.stop = stopped_by(IncidentType::IoMappingError, outputs.failure().message);
  }
  return exit;
}

}  // namespace jackfield::dev
