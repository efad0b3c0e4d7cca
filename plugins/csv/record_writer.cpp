#include "record_writer.hpp"

namespace csv {
namespace {

// A value that begins with a character up to # or ends with one up to the blank is quoted, too: readers may take the
// first for a comment and trim the others.
bool needs_quotes(std::string_view value, std::string_view delimiter, bool is_first) {
  if (value.empty()) return is_first;
  if (static_cast<unsigned char>(value.front()) <= '#' || static_cast<unsigned char>(value.back()) <= ' ') return true;
  return value.find_first_of("\r\n\"") != std::string_view::npos || value.find(delimiter) != std::string_view::npos;
}

void write_quoted(std::string_view value, std::string& out) {
  out += '"';
  for (const char c : value) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void write_record(const std::vector<Value>& values, std::string_view delimiter, std::string& out) {
  bool is_first = true;
  for (const Value& value : values) {
    if (!is_first) out += delimiter;
    if (value && needs_quotes(*value, delimiter, is_first)) {
      write_quoted(*value, out);
    } else if (value) {
      out += *value;
    }
    is_first = false;
  }
  out += "\r\n";
}

}  // namespace csv
