#pragma once

// Upper and lower case by the full Unicode rules without a language: ß becomes SS, a final sigma is seen.

#include <string>
#include <string_view>

namespace jackfield::feel::text {

std::string to_upper(std::string_view text);
std::string to_lower(std::string_view text);

}  // namespace jackfield::feel::text
