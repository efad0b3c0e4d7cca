#pragma once

// Evaluates one expression for people: the result, and below it what was passed over.

#include <cstdio>
#include <optional>
#include <string_view>

#include "feel/expression.hpp"

namespace jackfield::app {

struct FeelOutput {
  bool as_json = false;
  const feel::Value* input = nullptr;  // unary tests against it; else an expression
};

// The value if there is one; failures go to standard error.
std::optional<feel::Value> print_feel_result(std::FILE* out, std::string_view text, const feel::Context& context,
                                             const FeelOutput& output);

}  // namespace jackfield::app
