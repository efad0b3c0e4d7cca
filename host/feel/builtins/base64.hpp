#pragma once

// Base64 with the standard alphabet.

#include <optional>
#include <string>
#include <string_view>

namespace jackfield::feel {

// Lone surrogate halves become question marks, as in the JVM's UTF-8.
std::string base64_of(std::string_view text);

// Padding may be missing; anything outside the alphabet is refused. Bytes that are not UTF-8 become U+FFFD.
std::optional<std::string> bytes_of_base64(std::string_view encoded);

}  // namespace jackfield::feel
