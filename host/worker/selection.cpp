#include "worker/selection.hpp"

#include "base/upper_snake.hpp"

namespace jackfield::worker {
namespace {

bool is_kept(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ' ';
}

}  // namespace

bool Selection::serves(const JobType& type) const {
  if (const auto own = by_type.find(upper_snake(type.text)); own != by_type.end()) return own->second;
  const std::string small = small_letters(type.text);
  return only ? only->contains(small) : !without.contains(small);
}

std::optional<milliseconds> Selection::timeout_of(const JobType& type, std::string_view connector_name) const {
  if (const auto own = timeout_by_type.find(upper_snake(type.text)); own != timeout_by_type.end()) return own->second;
  const auto named = timeout_by_name.find(variable_name(connector_name));
  return named == timeout_by_name.end() ? std::nullopt : std::optional(named->second);
}

std::string small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return small;
}

std::string variable_name(std::string_view connector_name) {
  const std::size_t first = connector_name.find_first_not_of(' ');
  const std::size_t last = connector_name.find_last_not_of(' ');
  std::string kept;
  for (const char c : first == std::string_view::npos ? "" : connector_name.substr(first, last - first + 1)) {
    if (is_kept(c)) kept += c;
  }
  return upper_snake(kept);
}

}  // namespace jackfield::worker
