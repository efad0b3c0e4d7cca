#pragma once

// Whether bytes are UTF-8, and how to make them so. Surrogates and overlong forms are not.

#include <string>
#include <string_view>

namespace jackfield {

// Length of the longest prefix that is valid UTF-8; the whole length when all is.
std::size_t valid_utf8_prefix(std::string_view text) noexcept;

inline bool is_utf8(std::string_view text) noexcept {
  return valid_utf8_prefix(text) == text.size();
}

// Each offending byte becomes U+FFFD.
std::string repaired_utf8(std::string_view text);

}  // namespace jackfield
