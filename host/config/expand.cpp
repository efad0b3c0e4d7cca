#include <fmt/format.h>

#include "config/sources.hpp"

namespace jackfield::config {
namespace {

constexpr std::string_view kOpen = "${";
constexpr int kMostNested = 16;

// Where the brace that closes `text` stands, which begins behind an opening one.
std::size_t closing_brace(std::string_view text) {
  int depth = 1;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with(kOpen)) ++depth;
    if (text[at] == '}' && --depth == 0) return at;
  }
  return std::string_view::npos;
}

Result<std::string> expanded(std::string_view text, const Environment& environment, int depth);

// "NAME", "NAME:-text" or "NAME:text".
Result<std::string> value_of(std::string_view reference, const Environment& environment, int depth) {
  const std::size_t colon = reference.find(':');
  const std::string_view name = reference.substr(0, colon);
  const auto found = environment.find(name);
  if (found != environment.end() && !(found->second.empty() && colon != std::string_view::npos)) return found->second;
  if (colon == std::string_view::npos) {
    return Failure{Fault::InvalidInput, fmt::format("environment variable \"{}\" is not set", name)};
  }
  std::string_view fallback = reference.substr(colon + 1);
  if (fallback.starts_with('-')) fallback.remove_prefix(1);
  return expanded(fallback, environment, depth + 1);
}

Result<std::string> expanded(std::string_view text, const Environment& environment, int depth) {
  if (depth > kMostNested) return Failure{Fault::InvalidInput, "\"${\" is nested too deep"};
  std::string plain;
  for (;;) {
    const std::size_t open = text.find(kOpen);
    plain += text.substr(0, open);
    if (open == std::string_view::npos) return plain;
    text.remove_prefix(open + kOpen.size());
    const std::size_t close = closing_brace(text);
    if (close == std::string_view::npos) return Failure{Fault::InvalidInput, "\"${\" without its \"}\""};
    Result<std::string> value = value_of(text.substr(0, close), environment, depth);
    if (!value) return value;
    plain += *value;
    text.remove_prefix(close + 1);
  }
}

}  // namespace

Result<std::string> expanded(std::string_view text, const Environment& environment) {
  return expanded(text, environment, 0);
}

}  // namespace jackfield::config
