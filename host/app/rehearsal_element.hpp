#pragma once

// Which element of a model is tried.

#include <string_view>

#include "base/result.hpp"
#include "bpmn/model.hpp"

namespace jackfield::app {

// Borrows from the model.
struct RehearsalElement {
  const bpmn::Process* process = nullptr;
  const bpmn::Element* element = nullptr;
};

// The element of that id, or the only one with a job type if there is no id. The failure names those that there are.
Result<RehearsalElement> find_rehearsal_element(const bpmn::Model& model, std::string_view id);

}  // namespace jackfield::app
