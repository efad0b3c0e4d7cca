#pragma once

// The header that proves who sends a request.

#include "input.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rest {

// Name and value; none when the request goes out without one, or carries its key in the query.
std::optional<std::pair<std::string, std::string>> credential_header(const Authentication& auth);

std::string base64(std::string_view bytes);

}  // namespace rest
