#pragma once

// The FEEL that needs no evaluator: literals, lists, contexts and paths to variables. Inner file of expressions.cpp.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "dev/variables.hpp"

namespace jackfield::dev {

// One node of a parsed text.
struct Literal {
  enum class Kind { Value, Path, List, Context };

  Kind kind = Kind::Value;
  JsonText value;                  // Value: JSON text
  std::vector<std::string> names;  // Path: its parts; Context: its keys, one per item
  std::vector<Literal> items;
};

// InvalidInput, with the column, for everything else that FEEL has.
Result<Literal> parse_literal(std::string_view text);

JsonText evaluate_literal(const Literal& literal, const Scope& scope);

}  // namespace jackfield::dev
