#pragma once

// A cursor over the text of a temporal value. For the sources of this folder.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jackfield::feel {

// Each take_ moves behind what it took, and stays where it was when there is nothing to take. Copy it to look ahead.
class Scanner {
 public:
  explicit Scanner(std::string_view text) noexcept : rest_(text) {}

  bool at_end() const noexcept { return rest_.empty(); }
  std::string_view rest() const noexcept { return rest_; }
  char peek() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }

  bool take(char c) noexcept {
    if (peek() != c || rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // ASCII digits, none at all included.
  std::string_view take_digits(std::size_t most = SIZE_MAX) noexcept {
    std::size_t n = 0;
    while (n < rest_.size() && n < most && rest_[n] >= '0' && rest_[n] <= '9') ++n;
    const std::string_view digits = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return digits;
  }

  // Exactly two digits.
  std::optional<int> take_two_digits() noexcept {
    const std::string_view digits = take_digits(2);
    if (digits.size() != 2) return std::nullopt;
    return (digits[0] - '0') * 10 + (digits[1] - '0');
  }

 private:
  std::string_view rest_;
};

// HH:mm[:ss[.fraction]] as it stands, not yet checked for range.
struct TimeFields {
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int64_t nanos = 0;
  bool has_seconds = false;
};
// Without looking at what follows. nullopt: no such form, or more than nine digits of a fraction.
std::optional<TimeFields> take_time(Scanner& scanner);

// With zeros in front up to the width. The value is not negative.
inline void append_padded(std::string& out, std::int64_t value, int width) {
  if (width == 2 && value < 100) {
    out += static_cast<char>('0' + value / 10);
    out += static_cast<char>('0' + value % 10);
    return;
  }
  const std::string digits = std::to_string(value);
  out.append(static_cast<std::size_t>(width) > digits.size() ? static_cast<std::size_t>(width) - digits.size() : 0,
             '0');
  out += digits;
}

}  // namespace jackfield::feel
