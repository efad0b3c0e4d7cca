#pragma once

// Forms as application/x-www-form-urlencoded has them: a blank is "+", everything but letters, digits and -._~ is %XX.

#include "input.hpp"

#include <string>
#include <string_view>

namespace rest {

std::string form_escaped(std::string_view text);

// In this order; a name whose value is absent stands alone.
std::string form_text(const TextMap& fields);

}  // namespace rest
