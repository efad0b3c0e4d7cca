#include "bpmn/element_kind.hpp"

#include <algorithm>
#include <array>

namespace jackfield::bpmn {
namespace {

struct Row {
  std::string_view name;
  ElementKind kind;
};

constexpr std::array kKinds{
    Row{"startEvent", ElementKind::StartEvent},
    Row{"endEvent", ElementKind::EndEvent},
    Row{"intermediateCatchEvent", ElementKind::IntermediateCatchEvent},
    Row{"intermediateThrowEvent", ElementKind::IntermediateThrowEvent},
    Row{"boundaryEvent", ElementKind::BoundaryEvent},
    Row{"task", ElementKind::Task},
    Row{"serviceTask", ElementKind::ServiceTask},
    Row{"sendTask", ElementKind::SendTask},
    Row{"receiveTask", ElementKind::ReceiveTask},
    Row{"userTask", ElementKind::UserTask},
    Row{"manualTask", ElementKind::ManualTask},
    Row{"scriptTask", ElementKind::ScriptTask},
    Row{"businessRuleTask", ElementKind::BusinessRuleTask},
    Row{"callActivity", ElementKind::CallActivity},
    Row{"subProcess", ElementKind::SubProcess},
    Row{"adHocSubProcess", ElementKind::AdHocSubProcess},
    Row{"transaction", ElementKind::Transaction},
    Row{"exclusiveGateway", ElementKind::ExclusiveGateway},
    Row{"inclusiveGateway", ElementKind::InclusiveGateway},
    Row{"parallelGateway", ElementKind::ParallelGateway},
    Row{"eventBasedGateway", ElementKind::EventBasedGateway},
    Row{"complexGateway", ElementKind::ComplexGateway},
};

constexpr std::array<std::string_view, 12> kPassive{
    "documentation",       "extensionElements",  "laneSet",    "textAnnotation", "association", "group", "dataObject",
    "dataObjectReference", "dataStoreReference", "monitoring", "auditing",       "property"};

}  // namespace

std::optional<ElementKind> kind_of(std::string_view local_name) noexcept {
  for (const Row& row : kKinds) {
    if (row.name == local_name) return row.kind;
  }
  return std::nullopt;
}

std::string_view name_of(ElementKind kind) noexcept {
  for (const Row& row : kKinds) {
    if (row.kind == kind) return row.name;
  }
  return "element";
}

bool is_container(ElementKind kind) noexcept {
  return kind == ElementKind::SubProcess || kind == ElementKind::AdHocSubProcess || kind == ElementKind::Transaction;
}

bool is_passive(std::string_view local_name) noexcept {
  return std::find(kPassive.begin(), kPassive.end(), local_name) != kPassive.end();
}

}  // namespace jackfield::bpmn
