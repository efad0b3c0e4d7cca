#include "outbound/nesting.hpp"

namespace jackfield::outbound {
namespace {

// The position of the quote that ends the string which begins at `at`.
std::size_t end_of_string(std::string_view json, std::size_t at) noexcept {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return at;
}

}  // namespace

bool is_nested_too_deep(std::string_view json) noexcept {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char character = json[at];
    if (character == '"') at = end_of_string(json, at);
    if (character == '{' || character == '[') ++depth;
    if ((character == '}' || character == ']') && depth > 0) --depth;
    if (depth > kMaxNesting) return true;
  }
  return false;
}

}  // namespace jackfield::outbound
