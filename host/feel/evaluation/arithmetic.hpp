#pragma once

// The arithmetic operators over all kinds of values.

#include <cstdint>
#include <optional>

#include "feel/value.hpp"

namespace jackfield::feel {

// NotDefined: the operator does nothing with such operands (null and a warning). Overflow: it does, but there is no
// such value, which fails the evaluation.
enum class ArithmeticTrouble : std::uint8_t { None, NotDefined, Overflow };

struct ArithmeticResult {
  Value value;
  ArithmeticTrouble trouble = ArithmeticTrouble::None;
};

ArithmeticResult plus(const Value& a, const Value& b);
ArithmeticResult minus(const Value& a, const Value& b);
ArithmeticResult times(const Value& a, const Value& b);
ArithmeticResult divided_by(const Value& a, const Value& b);
ArithmeticResult raised_to(const Value& a, const Value& b);

}  // namespace jackfield::feel
