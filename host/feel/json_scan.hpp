#pragma once

// The inner loops over JSON text: finding the end of a string or of a whole list or object, 16 bytes at a time.

#include <string_view>

namespace jackfield::feel::json {

inline bool is_blank(char c) noexcept {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

inline const char* skip_blanks(const char* at, const char* end) noexcept {
  while (at != end && is_blank(*at)) ++at;
  return at;
}

struct StringEnd {
  const char* quote;  // the closing quote, or `end` if there is none
  bool has_escapes;
  bool is_ascii;
  bool has_controls;  // below U+0020, which JSON does not allow
};

// `at` is behind the opening quote.
StringEnd find_string_end(const char* at, const char* end) noexcept;

// `at` is at the opening bracket or brace; the result is behind the closing one, or `end`.
const char* skip_container(const char* at, const char* end) noexcept;

// `at` is at the first character of any value; the result is behind it.
const char* skip_value(const char* at, const char* end) noexcept;

}  // namespace jackfield::feel::json
