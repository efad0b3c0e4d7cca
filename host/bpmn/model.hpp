#pragma once

// Reads a BPMN file into the elements, mappings, headers and properties the other rooms ask for.
//
//   Result<bpmn::Model> model = bpmn::read(file_content);
//   for (const bpmn::Process& process : model->processes) deploy(process);
//
// Reading is not judging: every BPMN flow element is kept with its kind, and who cannot run it says so. Names are told
// apart by namespace, not by prefix, so files of any modeler are read alike. Drawings, lanes, data objects, text
// annotations and the extensions of other vendors are left out. Texts are kept as written, "=" expressions too.
//
// Threads  any; a model is a plain value that nobody shares until it is const.
// Faults   InvalidInput, with the line, kind and id of what cannot be read.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace jackfield::bpmn {

enum class ElementKind {
  StartEvent,
  EndEvent,
  IntermediateCatchEvent,
  IntermediateThrowEvent,
  BoundaryEvent,
  Task,
  ServiceTask,
  SendTask,
  ReceiveTask,
  UserTask,
  ManualTask,
  ScriptTask,
  BusinessRuleTask,
  CallActivity,
  SubProcess,
  AdHocSubProcess,
  Transaction,
  ExclusiveGateway,
  InclusiveGateway,
  ParallelGateway,
  EventBasedGateway,
  ComplexGateway,
};

// As the file writes it: "serviceTask".
std::string_view name_of(ElementKind kind) noexcept;

// zeebe:taskDefinition.
struct TaskDefinition {
  std::string type;
  std::string retries = "3";  // a number or an expression
};

// One zeebe:input or zeebe:output.
struct Mapping {
  std::string source;
  std::string target;  // a variable name, or a path with dots
};

// A task header, or an extension property.
struct Entry {
  std::string name;
  std::string value;
};

// The message that an event or a receive task refers to; texts as written.
struct MessageRef {
  std::string name;
  std::string correlation_key;  // of its zeebe:subscription; empty without one
};

struct Element {
  ElementKind kind = ElementKind::Task;
  std::string id;
  std::string name;
  std::string parent;            // id of the sub-process it lies in; empty at the top
  std::string event_definition;  // such as "timerEventDefinition"; empty for none events and for what is no event
  std::string template_id;       // of the element template it was made from; empty without one
  bool has_loop = false;         // multi-instance or standard loop
  std::optional<TaskDefinition> task;
  std::optional<MessageRef> message;
  std::vector<Mapping> inputs;
  std::vector<Mapping> outputs;
  std::vector<Entry> headers;
  std::vector<Entry> properties;
  std::vector<std::string> other_extensions;  // zeebe elements that this room does not read, such as "userTask"
  int line = 0;                               // where it begins in the file
};

struct SequenceFlow {
  std::string id;
  std::string source;
  std::string target;
  std::string condition;  // empty without one
  int line = 0;
};

struct Process {
  std::string id;
  std::string name;
  bool is_executable = false;
  std::vector<Element> elements;  // those of sub-processes too, in the order of the file
  std::vector<SequenceFlow> flows;
  std::vector<Entry> properties;
  std::vector<std::string> other_extensions;
  int line = 0;

  const Element* find_element(std::string_view element_id) const noexcept;
};

struct Model {
  std::vector<Process> processes;
};

Result<Model> read(std::string_view xml);

}  // namespace jackfield::bpmn
