#pragma once

// Strings counted as the language counts them: in UTF-16 units, over bytes that are UTF-8.
//
// A string that was cut inside a surrogate pair holds the lone half as three bytes (ED A0 80 to ED BF BF), and two
// halves that meet again become one code point. Apart from such halves the bytes are valid UTF-8; that is the caller's
// duty. Threads: any.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace jackfield::feel::text {

// Number of UTF-16 units.
std::size_t length(std::string_view text) noexcept;

// The units [first, last). Both within the text.
std::string slice(std::string_view text, std::size_t first, std::size_t last);

// Unit index of a byte offset.
inline std::size_t unit_of(std::string_view text, std::size_t byte) noexcept {
  return length(text.substr(0, byte));
}

// Joins, so that a high half at the end of `to` and a low half at the start of `tail` meet.
void append(std::string& to, std::string_view tail);
// One UTF-16 unit, which may be half of a pair.
void append_unit(std::string& to, char16_t unit);
void append_code_point(std::string& to, char32_t code_point);

// Order by UTF-16 units, which differs from the order of bytes above U+FFFF.
std::strong_ordering compare(std::string_view a, std::string_view b) noexcept;

bool has_lone_surrogate(std::string_view text) noexcept;

// The code point at `at`, which is moved behind it. Halves come back as themselves.
char32_t next_code_point(std::string_view text, std::size_t& at) noexcept;

}  // namespace jackfield::feel::text
