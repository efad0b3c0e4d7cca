#pragma once

// How a value reads once it went through a header: in the bytes of ISO-8859-1, and what is left of those where
// somebody takes them for UTF-8.

#include <string>
#include <string_view>
#include <vector>

namespace jackfield::secrets {

// None for a value that is all ASCII.
std::vector<std::string> spellings_in_headers(std::string_view value);

}  // namespace jackfield::secrets
