#pragma once

// An expression's answer as one line, with the kinds of what was passed over behind a bar; and that of a unary test.
//
// The context has x, a context without functions, so that x.f(1) is an error value.

#include <string>
#include <string_view>
#include <vector>

#include "feel/expression.hpp"

namespace jackfield::feel::test {

inline std::string line_of(const Result<Value>& value, const std::vector<Warning>& warnings) {
  std::string out = value ? *to_literal_text(*value) : "fails";
  const char* separator = " | ";
  for (const Warning& it : warnings) {
    out += std::exchange(separator, " ");
    out += name_of(it.kind);
  }
  return out;
}

inline Context context_with_x() {
  Context out;
  out.add("x", *json_value(R"({"z":1})"));
  return out;
}

inline std::string answer(std::string_view text) {
  std::vector<Warning> warnings;
  EvaluateOptions options;
  options.warnings = &warnings;
  const auto compiled = Expression::compile(text);
  return compiled ? line_of(compiled->evaluate(context_with_x(), options), warnings) : compiled.failure().message;
}

// Against the input 5.
inline std::string test_of_five(std::string_view text) {
  std::vector<Warning> warnings;
  EvaluateOptions options;
  options.warnings = &warnings;
  const auto compiled = Expression::compile(text, {.form = ExpressionForm::UnaryTests});
  if (!compiled) return compiled.failure().message;
  return line_of(compiled->test(Value::number(5), context_with_x(), options), warnings);
}

}  // namespace jackfield::feel::test
