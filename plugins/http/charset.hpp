#pragma once

// Text in the character set that a Content-Type names.

#include <string>
#include <string_view>

namespace rest {

// A parameter of a header value, such as "charset" or "boundary", without quotes; empty when it is not there.
std::string parameter_of(std::string_view header_value, std::string_view name);

// UTF-8 to UTF-8, ISO-8859-1, US-ASCII or UTF-16; "?" for what a set does not have, a byte order mark before UTF-16 of
// unsaid order. Empty: UTF-8. Throws jf::error for any other set.
std::string encoded_as(std::string_view charset, std::string text);

}  // namespace rest
