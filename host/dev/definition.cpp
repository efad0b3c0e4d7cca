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

bool is_job_task(ElementKind kind) noexcept {
  return kind == ElementKind::ServiceTask || kind == ElementKind::SendTask || kind == ElementKind::ScriptTask ||
         kind == ElementKind::BusinessRuleTask;
}

// A message that a worker sends; without a job type the engine would have to send it.
bool is_job_event(const Element& element) noexcept {
  return (element.kind == ElementKind::IntermediateThrowEvent || element.kind == ElementKind::EndEvent) &&
         element.event_definition == "messageEventDefinition" && element.task.has_value();
}

bool has_job(const Element& element) noexcept {
  return is_job_task(element.kind) || is_job_event(element);
}

bool waits_for_message(const Element& element) noexcept {
  return element.kind == ElementKind::ReceiveTask || element.kind == ElementKind::IntermediateCatchEvent;
}

std::optional<Failure> check_wait(const Element& element) {
  if (element.kind == ElementKind::IntermediateCatchEvent && element.event_definition != "messageEventDefinition") {
    return refuse(element, "the embedded engine catches messages only");
  }
  if (!element.message || element.message->name.empty()) return refuse(element, "a message with a name is needed");
  if (element.message->correlation_key.empty()) {
    return refuse(element, "its message needs a zeebe:subscription with a correlationKey");
  }
  return std::nullopt;
}

// What of an element the engine would have to ignore, and therefore refuses.
std::optional<Failure> check(const Element& element) {
  const bool is_plain_event = element.kind == ElementKind::StartEvent || element.kind == ElementKind::EndEvent;
  if (!is_plain_event && !has_job(element) && !waits_for_message(element)) {
    return refuse(element, "the embedded engine runs start and end events, jobs and waits for messages only");
  }
  if (waits_for_message(element)) {
    if (std::optional<Failure> why = check_wait(element)) return why;
  } else if (!element.event_definition.empty() && !has_job(element)) {
    return refuse(element, fmt::format("{} is not run", element.event_definition));
  }
  if (element.has_loop) return refuse(element, "loops and multi-instance are not run");
  if (!element.other_extensions.empty()) {
    return refuse(element, fmt::format("zeebe:{} is not run", element.other_extensions.front()));
  }
  if (has_job(element) && !element.task) return refuse(element, "a zeebe:taskDefinition is needed");
  if (!has_job(element) && !waits_for_message(element) && !(element.inputs.empty() && element.outputs.empty())) {
    return refuse(element, "mappings are run on jobs and waits only");
  }
  return std::nullopt;
}

Result<Task> compile_wait(const Element& element) {
  const Result<Expression> nothing = Expression::parse("");
  Result<Expression> name = Expression::parse(element.message->name);
  if (!name) return name.failure();
  Result<Expression> key = Expression::parse(element.message->correlation_key);
  if (!key) return key.failure();
  Result<std::vector<CompiledMapping>> inputs = compile_mappings(element.inputs);
  if (!inputs) return inputs.failure();
  Result<std::vector<CompiledMapping>> outputs = compile_mappings(element.outputs);
  if (!outputs) return outputs.failure();
  return Task{element.id,          *nothing, *nothing,     *std::move(inputs),
              *std::move(outputs), "{}",     std::nullopt, Subscription{*std::move(name), *std::move(key)}};
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
    const bool waits = waits_for_message(element);
    if (!has_job(element) && !waits) return {};
    Result<Task> task = waits ? compile_wait(element) : compile_task(element);
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
  return Task{element.id,          *type,          *retries,     *std::move(inputs),
              *std::move(outputs), headers.dump(), std::nullopt, std::nullopt};
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
