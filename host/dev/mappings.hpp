#pragma once

// Input and output mappings: expressions whose values become variables, in the order of the model. A target may be a
// path; "authentication.type" makes an object "authentication" with a member "type". One thread.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "bpmn/model.hpp"
#include "dev/expressions.hpp"
#include "dev/variables.hpp"

namespace jackfield::dev {

struct CompiledMapping {
  Expression source;
  std::vector<std::string> target;  // never empty; the first is the variable's name
};

Result<std::vector<CompiledMapping>> compile_mappings(const std::vector<bpmn::Mapping>& mappings);

// What one mapping came to.
struct MappingStep {
  JsonText value;                     // of its source
  std::vector<std::string> warnings;  // for people
};
using MappingSteps = std::vector<MappingStep>;

// What the mappings make, seen from `scope`. Each sees what those before it made. Objects start out empty. Who wants to
// look on gets a step for each mapping, as far as they came.
Result<Variables> map_inputs(const std::vector<CompiledMapping>& mappings, Scope& scope, MappingSteps* steps = nullptr);

// The same, but a path goes into the object that the variable already is in `scope`, and keeps its other members.
Result<Variables> map_outputs(const std::vector<CompiledMapping>& mappings, Scope& scope,
                              MappingSteps* steps = nullptr);

}  // namespace jackfield::dev
