#pragma once

// Values as text: what string() gives, what messages show, what to json() and connector results write.

#include <string>

#include "feel/value.hpp"

namespace jackfield::feel {

// Strings as they are at the top level, in quotes inside lists and contexts. False when `out` would outgrow the limit.
bool append_text(std::string& out, const Value& value, std::size_t max_bytes);

// As in messages: strings always in quotes, cut off when long.
std::string message_text(const Value& value);

enum class JsonOutcome : std::uint8_t { Written, TooLarge, Unsupported };

// The text of to json(): numbers in full, times with all they have. Errors in lists are refused.
JsonOutcome append_full_json(std::string& out, const Value& value, std::size_t max_bytes);

// A result as the connector runtime hands it on: numbers within 64 bits or as doubles, regions as offsets.
// Unsupported values (ranges) are refused.
JsonOutcome append_result_json(std::string& out, const Value& value, std::size_t max_bytes);

// A process variable as the broker keeps it. What has no JSON is null.
JsonOutcome append_variable_json(std::string& out, const Value& value, std::size_t max_bytes);

void append_json_string(std::string& out, std::string_view text);
// Halves of surrogate pairs have no UTF-8 of their own and become \\u escapes.
std::string with_escaped_halves(std::string_view text);

}  // namespace jackfield::feel
