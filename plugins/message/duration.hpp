#pragma once

// Lengths of time as ISO 8601 writes them: PT10S, PT1H30M, P1DT12H, PT0.5S; with signs, as Java reads them.

#include <chrono>
#include <optional>
#include <string_view>

namespace message {

// Nothing for text that is none, or for more than a hundred years.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace message
