#include "bpmn/model.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <unordered_set>

#include "bpmn/element_kind.hpp"
#include "bpmn/extensions.hpp"
#include "bpmn/xml.hpp"

namespace jackfield::bpmn {
namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string describe(std::string_view kind, std::string_view id) {
  return fmt::format("{} \"{}\"", kind, id);
}

// By the ids that elements refer to.
using Messages = std::map<std::string, MessageRef, std::less<>>;

// The first zeebe:subscription says what a message is correlated by.
MessageRef read_message(const pugi::xml_node& node) {
  MessageRef message{node.attribute("name").value(), {}};
  for (const pugi::xml_node& child : node.children()) {
    if (!is_bpmn(child) || local_name(child) != "extensionElements") continue;
    for (const pugi::xml_node& extension : child.children()) {
      if (!is_zeebe(extension) || local_name(extension) != "subscription") continue;
      message.correlation_key = extension.attribute("correlationKey").value();
      return message;
    }
  }
  return message;
}

Messages read_messages(const pugi::xml_node& root) {
  Messages messages;
  for (const pugi::xml_node& child : root.children()) {
    if (is_bpmn(child) && local_name(child) == "message") {
      messages.emplace(child.attribute("id").value(), read_message(child));
    }
  }
  return messages;
}

// Reads one bpmn:process with all that is nested in it.
class ProcessReader {
 public:
  ProcessReader(const Lines& lines, const Messages& messages) : lines_(lines), messages_(messages) {}

  Result<Process> read(const pugi::xml_node& node) {
    process_.id = node.attribute("id").value();
    process_.name = node.attribute("name").value();
    process_.is_executable = node.attribute("isExecutable").as_bool();
    process_.line = lines_.of(node);
    if (process_.id.empty()) return refuse(node, "process without an id");
    Result<Extensions> extensions = read_extensions(node, describe("process", process_.id), lines_);
    if (!extensions) return extensions.failure();
    process_.properties = std::move(extensions->properties);
    process_.other_extensions = std::move(extensions->others);
    if (Result<void> content = read_content(node, {}); !content) return content.failure();
    if (Result<void> ends = check_flows(); !ends) return ends.failure();
    return std::move(process_);
  }

 private:
  Result<void> read_content(const pugi::xml_node& container, const std::string& parent) {
    for (const pugi::xml_node& child : container.children()) {
      if (!is_bpmn(child)) continue;
      if (Result<void> read = read_child(child, parent); !read) return read;
    }
    return {};
  }

  Result<void> read_child(const pugi::xml_node& node, const std::string& parent) {
    const std::string_view name = local_name(node);
    if (name == "sequenceFlow") return read_flow(node);
    if (const std::optional<ElementKind> kind = kind_of(name)) return read_element(node, *kind, parent);
    // Sub-processes carry what activities carry beside their content.
    const bool is_reference = name == "incoming" || name == "outgoing" || name == "completionCondition" ||
                              ends_with(name, "LoopCharacteristics") || ends_with(name, "Specification");
    if (is_passive(name) || (!parent.empty() && is_reference)) return {};
    return refuse(node, fmt::format("{} is not a flow element", describe(name, node.attribute("id").value())));
  }

  Result<void> read_element(const pugi::xml_node& node, ElementKind kind, const std::string& parent) {
    Element element;
    element.kind = kind;
    element.id = node.attribute("id").value();
    element.name = node.attribute("name").value();
    element.template_id = zeebe_attribute(node, "modelerTemplate");
    element.parent = parent;
    element.line = lines_.of(node);
    if (element.id.empty()) return refuse(node, fmt::format("{} without an id", name_of(kind)));
    const std::string what = describe(name_of(kind), element.id);
    if (!ids_.insert(element.id).second) return refuse(node, fmt::format("{}: the id is taken", what));
    Result<Extensions> extensions = read_extensions(node, what, lines_);
    if (!extensions) return extensions.failure();
    read_details(node, element);
    element.task = std::move(extensions->task);
    element.inputs = std::move(extensions->inputs);
    element.outputs = std::move(extensions->outputs);
    element.headers = std::move(extensions->headers);
    element.properties = std::move(extensions->properties);
    element.other_extensions = std::move(extensions->others);
    const std::string id = element.id;
    process_.elements.push_back(std::move(element));
    return is_container(kind) ? read_content(node, id) : Result<void>{};
  }

  void read_details(const pugi::xml_node& node, Element& element) const {
    refer(node, element);
    for (const pugi::xml_node& child : node.children()) {
      if (!is_bpmn(child)) continue;
      const std::string_view name = local_name(child);
      if (ends_with(name, "EventDefinition")) element.event_definition = name;
      if (name == "messageEventDefinition") refer(child, element);
      if (ends_with(name, "LoopCharacteristics")) element.has_loop = true;
    }
  }

  // A reference that leads nowhere is none.
  void refer(const pugi::xml_node& node, Element& element) const {
    const auto found = messages_.find(std::string_view(node.attribute("messageRef").value()));
    if (found != messages_.end()) element.message = found->second;
  }

  Result<void> read_flow(const pugi::xml_node& node) {
    SequenceFlow flow;
    flow.id = node.attribute("id").value();
    flow.source = node.attribute("sourceRef").value();
    flow.target = node.attribute("targetRef").value();
    flow.line = lines_.of(node);
    for (const pugi::xml_node& child : node.children()) {
      if (is_bpmn(child) && local_name(child) == "conditionExpression") flow.condition = child.text().get();
    }
    if (flow.source.empty() || flow.target.empty()) {
      return refuse(node, fmt::format("{}: sourceRef and targetRef are needed", describe("sequenceFlow", flow.id)));
    }
    process_.flows.push_back(std::move(flow));
    return {};
  }

  Result<void> check_flows() const {
    for (const SequenceFlow& flow : process_.flows) {
      for (const std::string& end : {flow.source, flow.target}) {
        if (ids_.contains(end)) continue;
        return Failure{Fault::InvalidInput, fmt::format("line {}: {}: there is no flow element \"{}\"", flow.line,
                                                        describe("sequenceFlow", flow.id), end)};
      }
    }
    return {};
  }

  Failure refuse(const pugi::xml_node& node, std::string_view why) const {
    return {Fault::InvalidInput, fmt::format("line {}: {}", lines_.of(node), why)};
  }

  const Lines& lines_;
  const Messages& messages_;
  Process process_;
  std::unordered_set<std::string> ids_;
};

}  // namespace

const Element* Process::find_element(std::string_view element_id) const noexcept {
  const auto found =
      std::find_if(elements.begin(), elements.end(), [&](const Element& each) { return each.id == element_id; });
  return found == elements.end() ? nullptr : &*found;
}

Result<Model> read(std::string_view xml) {
  const Lines lines(xml);
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(xml.data(), xml.size());
  if (!parsed) {
    return Failure{Fault::InvalidInput,
                   fmt::format("line {}: not XML: {}", lines.at(parsed.offset), parsed.description())};
  }
  const pugi::xml_node root = document.document_element();
  if (!is_bpmn(root) || local_name(root) != "definitions") {
    return Failure{Fault::InvalidInput,
                   fmt::format("line {}: expected bpmn:definitions, got <{}>", lines.of(root), root.name())};
  }
  Model model;
  const Messages messages = read_messages(root);
  for (const pugi::xml_node& child : root.children()) {
    if (!is_bpmn(child) || local_name(child) != "process") continue;
    Result<Process> process = ProcessReader(lines, messages).read(child);
    if (!process) return process.failure();
    model.processes.push_back(*std::move(process));
  }
  if (model.processes.empty()) return Failure{Fault::InvalidInput, "there is no bpmn:process in the file"};
  return model;
}

}  // namespace jackfield::bpmn
