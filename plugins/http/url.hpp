#pragma once

// URLs as Camunda's REST connector writes them onto the wire.

#include "input.hpp"

#include <string>
#include <string_view>

namespace rest {

// The URL to request: escaped part by part unless input says otherwise, with the query parameters appended.
// Throws jf::input_error when it cannot be one.
std::string request_url(const Input& input);

// Every byte outside letters, digits and `bare` as %XX.
std::string percent_encode(std::string_view text, std::string_view bare);

}  // namespace rest
