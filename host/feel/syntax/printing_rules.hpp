#pragma once

// What the printer has to know of the grammar: where parentheses and backticks are needed.

#include <string_view>

#include "feel/syntax/program.hpp"

namespace jackfield::feel::syntax {

// How tightly a node binds; an operand that binds less than its place asks for is put in parentheses.
enum Binding : int { kLoose, kOrOperand, kAndOperand, kComparand, kTerm, kFactor, kPowerOperand, kValue, kTerminal };

int binding_of(const Program& program, NodeId id);

// No backticks are needed, whatever stands before the name.
bool is_plain_name(std::string_view name);

// The first thing written is a test of the input, which some places would take for all there is.
bool begins_with_test(const Program& program, NodeId id);

// The last thing written is a literal true or false that is a test because the text ends with it.
bool ends_with_boolean_test(const Program& program, NodeId id);

}  // namespace jackfield::feel::syntax
