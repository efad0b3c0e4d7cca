#pragma once

// Named classes: \d, \w and the like, and the names within \p{…}. For the sources of this folder.

#include <optional>
#include <string>
#include <string_view>

#include "feel/regex/pattern_reader.hpp"

namespace jackfield::feel {

// What stands inside a character class of PCRE2 for the letter after a backslash; empty: no class of that letter.
// Capitals are the complements.
std::string shorthand_class(char letter, const RegexFlags& flags);

// Likewise for the name within \p{…} or behind \p; nullopt: no such property.
std::optional<std::string> property_class(std::string_view name, const RegexFlags& flags);

}  // namespace jackfield::feel
