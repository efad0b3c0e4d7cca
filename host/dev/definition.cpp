#include "dev/definition.hpp"

#include <fmt/core.h>

#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

namespace jackfield::dev {
namespace {

using bpmn::Element;
using bpmn::ElementKind;

Failure refuse(const Element& element, std::string_view why) {
  return {Fault::Unsupported,
          fmt::format("{} \"{}\" (line {}): {}", bpmn::name_of(element.kind), element.id, element.line, why)};
}

bool is_runnable(ElementKind kind) noexcept {
  return kind == ElementKind::StartEvent || kind == ElementKind::ServiceTask || kind == ElementKind::EndEvent;
}

// What of an element the engine would have to ignore, and therefore refuses.
std::optional<Failure> check(const Element& element) {
  if (!is_runnable(element.kind)) {
    return refuse(element, "the embedded engine runs start events, service tasks and end events only");
  }
  if (!element.event_definition.empty()) return refuse(element, fmt::format("{} is not run", element.event_definition));
  if (element.has_loop) return refuse(element, "loops and multi-instance are not run");
  if (!element.other_extensions.empty()) {
    return refuse(element, fmt::format("zeebe:{} is not run", element.other_extensions.front()));
  }
  const bool is_task = element.kind == ElementKind::ServiceTask;
  if (is_task && !element.task) return refuse(element, "a zeebe:taskDefinition is needed");
  if (!is_task && !(element.inputs.empty() && element.outputs.empty())) {
    return refuse(element, "mappings are run on service tasks only");
  }
  return std::nullopt;
}

class Compiler {
 public:
  explicit Compiler(const bpmn::Process& process) : process_(process) {}

  Result<Definition> compile() {
    out_.bpmn_process_id = process_.id;
    out_.name = process_.name;
    if (!process_.other_extensions.empty() && process_.other_extensions != std::vector<std::string>{"versionTag"}) {
      return Failure{Fault::Unsupported, fmt::format("process \"{}\" (line {}): zeebe:{} is not run", process_.id,
                                                     process_.line, process_.other_extensions.front())};
    }
    for (const Element& element : process_.elements) {
      if (std::optional<Failure> why = check(element)) return *std::move(why);
      if (Result<void> added = add(element); !added) return added.failure();
    }
    if (start_ == nullptr) {
      return Failure{Fault::InvalidInput,
                     fmt::format("process \"{}\" (line {}): it has no start event", process_.id, process_.line)};
    }
    if (Result<void> linked = link(); !linked) return linked.failure();
    return std::move(out_);
  }

 private:
  Result<void> add(const Element& element) {
    if (element.kind == ElementKind::StartEvent) {
      if (start_ != nullptr) return refuse(element, "a second start event is not run");
      start_ = &element;
    }
    if (element.kind != ElementKind::ServiceTask) return {};
    Result<Task> task = compile_task(element);
    if (!task) return refuse(element, task.failure().message);
    tasks_.emplace(element.id, out_.tasks.size());
    out_.tasks.push_back(*std::move(task));
    return {};
  }

  Result<void> link() {
    std::map<std::string, int> outgoing;
    for (const bpmn::SequenceFlow& flow : process_.flows) {
      const Element& source = *process_.find_element(flow.source);
      if (source.kind == ElementKind::EndEvent) return refuse(source, "an end event has no outgoing sequence flow");
      if (!flow.condition.empty()) return refuse(source, "conditions on sequence flows are not run");
      if (++outgoing[flow.source] > 1) return refuse(source, "more than one outgoing sequence flow is not run");
      const auto target = tasks_.find(flow.target);
      if (target == tasks_.end()) continue;
      std::optional<std::size_t>& next = &source == start_ ? out_.first : out_.tasks[tasks_.at(flow.source)].next;
      next = target->second;
    }
    return {};
  }

  const bpmn::Process& process_;
  Definition out_;
  const Element* start_ = nullptr;
  std::map<std::string, std::size_t> tasks_;  // by element id
};

}  // namespace

Result<Task> compile_task(const bpmn::Element& element) {
  Result<Expression> type = Expression::parse(element.task->type);
  if (!type) return type.failure();
  Result<Expression> retries = Expression::parse(element.task->retries);
  if (!retries) return retries.failure();
  Result<std::vector<CompiledMapping>> inputs = compile_mappings(element.inputs);
  if (!inputs) return inputs.failure();
  Result<std::vector<CompiledMapping>> outputs = compile_mappings(element.outputs);
  if (!outputs) return outputs.failure();
  nlohmann::json headers = nlohmann::json::object();
  for (const bpmn::Entry& header : element.headers) headers[header.name] = header.value;
  return Task{element.id, *type, *retries, *std::move(inputs), *std::move(outputs), headers.dump(), std::nullopt};
}

Result<std::int32_t> retries_of(const Task& task, const Scope& scope) {
  const Result<std::string> text = task.retries.evaluate_text(scope);
  if (!text) return text.failure();
  std::int32_t retries = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), retries);
  if (error == std::errc() && end == text->data() + text->size()) return retries;
  return Failure{Fault::InvalidInput, fmt::format("expected a whole number, got \"{}\"", *text)};
}

Result<Definition> compile(const bpmn::Process& process) {
  return Compiler(process).compile();
}

}  // namespace jackfield::dev
