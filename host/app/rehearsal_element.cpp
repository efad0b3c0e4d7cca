#include "app/rehearsal_element.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace jackfield::app {
namespace {

std::vector<RehearsalElement> all_with_jobs(const bpmn::Model& model) {
  std::vector<RehearsalElement> all;
  for (const bpmn::Process& process : model.processes) {
    for (const bpmn::Element& element : process.elements) {
      if (element.task) all.push_back({&process, &element});
    }
  }
  return all;
}

// A line for each, names beside each other.
std::string list_of(const std::vector<RehearsalElement>& elements) {
  if (elements.empty()) return "no element of the model has a job type";
  std::size_t width = 0;
  for (const RehearsalElement& it : elements) width = std::max(width, it.element->id.size());
  std::string text = "elements with a job type:";
  for (const RehearsalElement& it : elements) {
    text += fmt::format("\n  {:<{}}  {}{}", it.element->id, width, it.element->task->type,
                        it.element->name.empty() ? "" : fmt::format(" ({})", it.element->name));
  }
  return text;
}

}  // namespace

Result<RehearsalElement> find_rehearsal_element(const bpmn::Model& model, std::string_view id) {
  const std::vector<RehearsalElement> with_jobs = all_with_jobs(model);
  if (id.empty() && with_jobs.size() == 1) return with_jobs.front();
  if (id.empty()) {
    return Failure{Fault::InvalidInput, fmt::format("--element is needed; {}", list_of(with_jobs))};
  }
  for (const bpmn::Process& process : model.processes) {
    const bpmn::Element* element = process.find_element(id);
    if (element == nullptr) continue;
    if (element->task) return RehearsalElement{&process, element};
    return Failure{Fault::InvalidInput,
                   fmt::format("{} \"{}\" has no job type; {}", bpmn::name_of(element->kind), id, list_of(with_jobs))};
  }
  return Failure{Fault::NotFound, fmt::format("the model has no element \"{}\"; {}", id, list_of(with_jobs))};
}

}  // namespace jackfield::app
