#pragma once

// Upper and lower case by the full Unicode rules without a language: ß becomes SS, a final sigma is seen.

// Lone surrogate halves and everything without case stay as they are. The result may be longer or shorter than the
// text. Threads: any.

#include <string>
#include <string_view>

namespace jackfield::feel::text {

std::string to_upper(std::string_view text);
std::string to_lower(std::string_view text);

}  // namespace jackfield::feel::text
