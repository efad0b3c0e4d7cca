#include "feel/functions.hpp"

#include <algorithm>

#include "feel/builtins/registry.hpp"

namespace jackfield::feel {

std::vector<FunctionHelp> function_help(FunctionSet set) {
  const FunctionTable& table = functions_of(set);
  std::vector<FunctionHelp> out;
  for (const Builtin* row : table.rows()) {
    out.push_back({row->name, std::string(row->name).append("(").append(row->parameters).append(")"), row->summary});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const FunctionHelp& a, const FunctionHelp& b) { return a.name < b.name; });
  return out;
}

}  // namespace jackfield::feel
