#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "config/document.hpp"

namespace jackfield::config {
namespace {

Failure mismatch(const Value& value, std::string_view expected) {
  if (!value.is_set())
    return {Fault::InvalidInput, fmt::format("setting \"{}\" is not set: expected {}", value.key->name, expected)};
  const std::string_view shown = value.key->is_secret ? std::string_view("[secret]") : value.text();
  return {Fault::InvalidInput, fmt::format("setting \"{}\" from {}: expected {}, got \"{}\"", value.key->name,
                                           value.origin, expected, shown)};
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Milliseconds in one unit of a suffix; zero for an unknown one.
std::uint64_t unit_of(std::string_view suffix) {
  if (suffix.empty() || suffix == "ms") return 1;
  if (suffix == "s" || suffix == "S") return 1000;
  if (suffix == "m" || suffix == "M") return 60'000;
  if (suffix == "h" || suffix == "H") return 3'600'000;
  return 0;
}

}  // namespace

Result<std::string> as_text(const Value& value) {
  if (!value.is_set() || value.text().empty()) return mismatch(value, "a text");
  return std::string(value.text());
}

Result<bool> as_flag(const Value& value) {
  const std::string_view text = value.text();
  for (const std::string_view yes : {"true", "on", "yes", "1"}) {
    if (text == yes) return true;
  }
  for (const std::string_view no : {"false", "off", "no", "0"}) {
    if (text == no) return false;
  }
  return mismatch(value, "true or false");
}

Result<std::uint64_t> as_number(const Value& value, std::uint64_t least, std::uint64_t most) {
  const std::optional<std::uint64_t> number = whole_number(value.text());
  if (!number || *number < least || *number > most) {
    return mismatch(value, fmt::format("a whole number from {} to {}", least, most));
  }
  return *number;
}

Result<milliseconds> as_duration(const Value& value) {
  static constexpr std::string_view kExpected = "a length of time such as 500ms, 30s, 5m or PT30S";
  std::string_view text = value.text();
  if (text.starts_with("PT")) text.remove_prefix(2);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::optional<std::uint64_t> number = whole_number(text.substr(0, digits));
  const std::uint64_t unit = unit_of(text.substr(digits));
  if (!number || unit == 0) return mismatch(value, kExpected);
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / 1'000'000);
  if (*number > kMost / unit) return mismatch(value, kExpected);
  return milliseconds(static_cast<std::int64_t>(*number * unit));
}

}  // namespace jackfield::config
