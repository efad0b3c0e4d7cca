#pragma once

// What functions expressions may call, for people: names, parameters and a line each.

#include <string>
#include <string_view>
#include <vector>

#include "feel/expression.hpp"

namespace jackfield::feel {

struct FunctionHelp {
  std::string_view name;
  std::string signature;  // substring(string, start position, length)
  std::string_view summary;
};

// Every form of every function, by name. Lives as long as the process.
std::vector<FunctionHelp> function_help(FunctionSet set = FunctionSet::Connector);

}  // namespace jackfield::feel
