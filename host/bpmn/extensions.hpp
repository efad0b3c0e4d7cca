#pragma once

// Reads what Zeebe adds to a BPMN element: task definition, mappings, headers, properties.

#include <pugixml.hpp>

#include "base/result.hpp"
#include "bpmn/model.hpp"
#include "bpmn/xml.hpp"

namespace jackfield::bpmn {

// Whatever kind of element they stand in; the reader of that element takes what it has use for.
struct Extensions {
  std::optional<TaskDefinition> task;
  std::vector<Mapping> inputs;
  std::vector<Mapping> outputs;
  std::vector<Entry> headers;
  std::vector<Entry> properties;
  std::vector<std::string> others;  // names of the zeebe elements not listed here
};

// `owner` is the element whose extensionElements are read; `what` names it in failures: serviceTask "order".
Result<Extensions> read_extensions(const pugi::xml_node& owner, std::string_view what, const Lines& lines);

}  // namespace jackfield::bpmn
