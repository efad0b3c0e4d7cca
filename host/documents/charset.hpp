#pragma once

// Bytes in a character set that is known by its name, as UTF-8. Threads: any.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace jackfield::documents {

// A blank name means UTF-8. What cannot be read becomes U+FFFD. InvalidInput, with the name alone as its message, for a
// character set that is not known.
Result<std::string> text_of(std::string_view bytes, std::string_view charset);

}  // namespace jackfield::documents
