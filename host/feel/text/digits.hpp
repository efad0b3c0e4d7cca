#pragma once

// Decimal digits of all scripts, which number() reads like the JVM does.

// Superscripts, fractions and the like are no digits. Threads: any.

#include <string>
#include <string_view>

namespace jackfield::feel::text {

// The digits of every script up to U+FFFF as 0 to 9, everything else as it is.
std::string with_ascii_digits(std::string_view text);

}  // namespace jackfield::feel::text
