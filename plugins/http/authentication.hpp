#pragma once

// The Authorization header of a request.

#include "input.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rest {

// None when the request goes out without one.
std::optional<std::string> authorization_header(const Authentication& auth);

std::string base64(std::string_view bytes);

}  // namespace rest
