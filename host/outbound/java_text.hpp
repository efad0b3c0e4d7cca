#pragma once

// Texts as the Java runtime would write them, because process models and people read them.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace jackfield::outbound {

inline constexpr std::size_t kMaxMessageUnits = 6000;

// At most so many UTF-16 code units. A character cut in two leaves a question mark.
std::string truncated(std::string text, std::size_t units = kMaxMessageUnits);

// Java's rendering of maps and lists: {key=value, list=[a, b]}; texts without quotes.
std::string java_text(const nlohmann::ordered_json& value);

}  // namespace jackfield::outbound
