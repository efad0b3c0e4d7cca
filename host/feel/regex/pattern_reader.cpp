#include "feel/regex/pattern_reader.hpp"

#include "feel/text/utf16.hpp"

namespace jackfield::feel {

namespace {

int digit_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return INT32_MAX;
}

bool is_ascii_space(char c) noexcept {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_letter_or_digit(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

bool RegexFlags::set(char letter, bool value) noexcept {
  switch (letter) {
    case 's':
      dot_matches_all = value;
      return true;
    case 'm':
      is_multiline = value;
      return true;
    case 'i':
      ignores_case = value;
      return true;
    case 'x':
      has_comments = value;
      return true;
    case 'd':
      is_unix_lines = value;
      return true;
    case 'u':
      is_unicode_case = value;
      return true;
    case 'U':
      is_unicode_classes = is_unicode_case = value;
      return true;
    default:
      return false;
  }
}

char32_t PatternReader::next() noexcept {
  return text::next_code_point(text_, at_);
}

std::optional<std::string_view> PatternReader::take_until(std::string_view delimiter) noexcept {
  const std::size_t end = text_.find(delimiter, at_);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view part = text_.substr(at_, end - at_);
  at_ = end + delimiter.size();
  return part;
}

std::string_view PatternReader::take_rest() noexcept {
  const std::string_view rest = text_.substr(at_);
  at_ = text_.size();
  return rest;
}

std::optional<char32_t> PatternReader::take_number(int base, int fewest, int most) noexcept {
  char32_t value = 0;
  int count = 0;
  for (; count < most && digit_value(peek()) < base && !at_end(); ++count, ++at_) {
    value = value * static_cast<char32_t>(base) + static_cast<char32_t>(digit_value(peek()));
  }
  if (count < fewest) return std::nullopt;
  return value;
}

void PatternReader::skip_comments(const RegexFlags& flags) noexcept {
  if (!flags.has_comments) return;
  while (!at_end()) {
    if (is_ascii_space(peek())) {
      ++at_;
    } else if (peek() == '#') {
      while (!at_end() && !is_at_line_end(flags)) ++at_;
    } else {
      return;
    }
  }
}

bool PatternReader::is_at_line_end(const RegexFlags& flags) const noexcept {
  if (peek() == '\n') return true;
  if (flags.is_unix_lines) return false;
  for (const std::string_view end : {"\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"}) {
    if (starts_with(end)) return true;
  }
  return false;
}

std::optional<char32_t> PatternReader::take_hexadecimal() noexcept {
  constexpr char32_t kLargest = 0x10FFFF;
  if (!take("{")) return take_number(16, 2, 2);
  const auto value = take_number(16, 1, 8);
  if (!value || *value > kLargest || !take("}")) return std::nullopt;
  return value;
}

std::optional<char32_t> PatternReader::take_unicode_escape() noexcept {
  const auto unit = take_number(16, 4, 4);
  if (!unit || *unit < 0xD800 || *unit >= 0xDC00 || !starts_with("\\u")) return unit;
  PatternReader ahead = *this;
  ahead.at_ += 2;
  const auto low = ahead.take_number(16, 4, 4);
  if (!low || *low < 0xDC00 || *low >= 0xE000) return unit;
  *this = ahead;
  return 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00);
}

std::optional<char32_t> PatternReader::take_character_escape() noexcept {
  if (at_end()) return std::nullopt;
  const PatternReader before = *this;
  std::optional<char32_t> result;
  const char c = peek();
  if (!is_letter_or_digit(c)) return next();
  ++at_;
  switch (c) {
    case 't':
      return U'\t';
    case 'n':
      return U'\n';
    case 'r':
      return U'\r';
    case 'f':
      return U'\f';
    case 'a':
      return U'\a';
    case 'e':
      return char32_t{0x1B};
    case '0':
      result = take_number(8, 1, peek() >= '0' && peek() <= '3' ? 3 : 2);
      break;
    case 'x':
      result = take_hexadecimal();
      break;
    case 'u':
      result = take_unicode_escape();
      break;
    case 'c':
      if (!at_end()) result = next() ^ 64U;
      break;
    default:
      break;
  }
  if (!result) *this = before;
  return result;
}

}  // namespace jackfield::feel
