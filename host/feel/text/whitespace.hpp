#pragma once

// The kinds of white space that functions of the language tell apart.

// What the syntax of an expression skips is a third kind and belongs to the parser. Threads: any.

#include <string_view>

namespace jackfield::feel::text {

// Without the characters up to U+0020 at both ends.
std::string_view trim(std::string_view text) noexcept;

// Java's notion: separators except the no-break spaces, and the controls 9 to 13 and 28 to 31.
bool is_java_whitespace(char32_t c) noexcept;

// Empty, or nothing but Java's white space.
bool is_blank(std::string_view text) noexcept;

}  // namespace jackfield::feel::text
