#pragma once

// Base64 with the standard alphabet, bytes in and bytes out.

#include <optional>
#include <string>
#include <string_view>

namespace jackfield {

std::string base64_of(std::string_view bytes);

// Padding may be missing but not be wrong; anything outside the alphabet, blanks included, is refused.
std::optional<std::string> bytes_of_base64(std::string_view encoded);

}  // namespace jackfield
