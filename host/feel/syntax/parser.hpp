#pragma once

// Text to tree.
//
// One pass with one position of look-ahead, except where the language itself is ambiguous: `if`, `for`, `some` and
// `every` may be names, a parenthesis after `in` may open a range, a bracket may close one. Those are tried once per
// position and remembered when they fail, so that no text takes more than quadratic time.

#include <cstdint>
#include <string>
#include <string_view>

#include "feel/syntax/program.hpp"

namespace jackfield::feel::syntax {

struct SyntaxError {
  std::uint32_t at = 0;  // byte offset
  std::string message;   // what was expected
};

enum class Form : std::uint8_t { Expression, UnaryTests };

// True if the text is an expression of that form; then `out` holds its tree. Else `error` says why not.
bool parse(std::string_view text, Form form, std::uint32_t max_nesting, Program& out, SyntaxError& error);

}  // namespace jackfield::feel::syntax
