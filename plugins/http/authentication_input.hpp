#pragma once

// Reads `authentication`: the ways to prove who sends a request, told apart by its member `type`.

#include "input.hpp"
#include "violations.hpp"

namespace rest {

// Throws jf::input_error for what cannot be read; collects what is missing.
Authentication bind_authentication(const Json& input, Violations& broken);

}  // namespace rest
