#pragma once

// Writes delimited text as RFC 4180 has it: lines end with CR LF, and quotes stand where a reader needs them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace csv {

// Absent: no value, written without quotes; an empty text that begins a line is written as "".
using Value = std::optional<std::string>;

// Appends one line to `out`.
void write_record(const std::vector<Value>& values, std::string_view delimiter, std::string& out);

}  // namespace csv
