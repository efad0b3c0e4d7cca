#include "support/raw_json.hpp"

#include <algorithm>

namespace jackfield::test {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(kBlanks, at), text.size());
}

// `at` is the opening quote.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

std::size_t skip_value(std::string_view text, std::size_t at) {
  int depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (depth == 0 && (c == ',' || c == '}' || c == ']')) return at;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    at = c == '"' ? skip_string(text, at) : at + 1;
  }
  return at;
}

}  // namespace

std::string_view raw_member(std::string_view text, std::string_view name) {
  std::size_t at = skip_blanks(text, 0) + 1;
  while (at < text.size()) {
    const std::size_t key = skip_blanks(text, at);
    const std::size_t key_end = skip_string(text, key);
    const std::size_t value = skip_blanks(text, std::min(text.find(':', key_end), text.size() - 1) + 1);
    const std::size_t value_end = skip_value(text, value);
    if (text.substr(key + 1, key_end - key - 2) == name) return text.substr(value, value_end - value);
    at = std::min(value_end, text.size() - 1) + 1;
  }
  return {};
}

std::string compact_json(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text[at] == '"' ? skip_string(text, at) : at + 1;
    if (kBlanks.find(text[at]) == std::string_view::npos) out += text.substr(at, end - at);
    at = end;
  }
  return out;
}

}  // namespace jackfield::test
