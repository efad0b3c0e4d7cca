#pragma once

// What an evaluation passed over: a failure that became null, with the place in the expression.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "feel/value.hpp"

namespace jackfield::feel {

enum class WarningKind : std::uint8_t {
  NoVariableFound,
  NoContextEntryFound,
  NoPropertyFound,
  NotComparable,
  InvalidType,
  NoFunctionFound,
  FunctionInvocationFailure,
  AssertFailure,
};

// NO_VARIABLE_FOUND and so on.
std::string_view name_of(WarningKind kind) noexcept;

struct Warning {
  // How the text is made of the values; one kind may have several.
  enum class Form : std::uint8_t {
    Variable,         // values: name
    MissingInput,     //
    Entry,            // name, context or null
    Property,         // name, value
    Comparison,       // a, b
    RangeComparison,  // input, range bounds as a list
    Addition,         // a, b; likewise the next three
    Subtraction,
    Multiplication,
    Division,
    Power,
    WrongType,   // expected type, value
    Function,    // name, number of parameters or names as text
    Invocation,  // name, reason
    Other,       // text
  };

  WarningKind kind = WarningKind::InvalidType;
  Form form = Form::Other;
  std::uint32_t at = 0;  // byte offset in the expression's text
  std::array<Value, 2> values;

  std::string text() const;
};

}  // namespace jackfield::feel
