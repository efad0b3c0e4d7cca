#pragma once

// One command to the gateway against another: exact but for messages, types and codes that a case's rules set free.

#include "support/golden/comparison.hpp"

namespace jackfield::test::golden {

// Appends to `found`. `number` counts from 1.
void compare_command(std::size_t number, const Json& wanted, const Json& got, const Json& rules, Differences& found);

// What is left of a FailJob's message once the appended " | Error variables: …" is taken off, whole or cut short by the
// limit of 6000 UTF-16 units. A message that wants such an ending itself keeps it.
std::string without_error_variables(std::string_view wanted, std::string_view got);

// "message" of the rules: {"informative":true}, {"prefix":"…"}, {"lines":true}; null: exactly.
bool is_same_message(std::string_view wanted, std::string_view got, const Json& rule);

}  // namespace jackfield::test::golden
