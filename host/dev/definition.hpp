#pragma once

// A process as the engine runs it: jobs of tasks and message events, and waits for messages, one after the other,
// with everything in them compiled.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "bpmn/model.hpp"
#include "dev/expressions.hpp"
#include "dev/mappings.hpp"

namespace jackfield::dev {

// What a message event or a receive task waits for.
struct Subscription {
  Expression name;
  Expression correlation_key;
};

// One job that a worker does, or one place to wait for a message.
struct Task {
  std::string element_id;
  Expression type;  // of a service task, as its retries; else unused
  Expression retries;
  std::vector<CompiledMapping> inputs;
  std::vector<CompiledMapping> outputs;
  JsonText headers;                 // JSON object of strings
  std::optional<std::size_t> next;  // the task that follows; nothing: the process ends
  std::optional<Subscription> message = std::nullopt;
};

// Constant once it is deployed; key, version and resource are the deployment's to fill in.
struct Definition {
  ProcessDefinitionKey key;
  std::string bpmn_process_id;
  std::string name;
  std::int32_t version = 0;
  std::string resource_name;
  std::string resource;  // the file, to tell a new version from the same one
  std::vector<Task> tasks;
  std::optional<std::size_t> first;  // the task after the start event
};

// The task of an element that has a task definition; what else the element is does not matter here.
Result<Task> compile_task(const bpmn::Element& element);

// What the task's retries come to.
Result<std::int32_t> retries_of(const Task& task, const Scope& scope);

// Fills in id, name and tasks. Unsupported or InvalidInput names the first element that cannot be run.
Result<Definition> compile(const bpmn::Process& process);

}  // namespace jackfield::dev
