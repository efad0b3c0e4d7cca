#pragma once

// The BPMN names of a process's content: flow elements, and what a reader passes over.

#include <optional>
#include <string_view>

#include "bpmn/model.hpp"

namespace jackfield::bpmn {

// Nothing for a name that is no flow element.
std::optional<ElementKind> kind_of(std::string_view local_name) noexcept;

// Whether elements of this kind hold a process of their own.
bool is_container(ElementKind kind) noexcept;

// Parts of a process that neither wait nor act: lanes, data, artifacts, documentation.
bool is_passive(std::string_view local_name) noexcept;

}  // namespace jackfield::bpmn
