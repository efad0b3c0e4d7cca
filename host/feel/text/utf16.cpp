#include "feel/text/utf16.hpp"

#include <algorithm>

namespace jackfield::feel::text {

namespace {

constexpr unsigned kHighSurrogates = 0xD800;
constexpr unsigned kLowSurrogates = 0xDC00;
constexpr unsigned kBehindSurrogates = 0xE000;
constexpr char32_t kFirstPair = 0x10000;

unsigned byte_at(std::string_view text, std::size_t at) noexcept {
  return static_cast<unsigned char>(text[at]);
}

bool is_continuation(unsigned byte) noexcept {
  return (byte & 0xC0) == 0x80;
}

std::size_t length_of_sequence(unsigned lead) noexcept {
  return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

bool is_high(char32_t c) noexcept {
  return c >= kHighSurrogates && c < kLowSurrogates;
}

bool is_low(char32_t c) noexcept {
  return c >= kLowSurrogates && c < kBehindSurrogates;
}

char16_t high_half(char32_t c) noexcept {
  return static_cast<char16_t>(kHighSurrogates + ((c - kFirstPair) >> 10));
}

char16_t low_half(char32_t c) noexcept {
  return static_cast<char16_t>(kLowSurrogates + ((c - kFirstPair) & 0x3FF));
}

// Byte offset of a unit, and whether that unit is the second half of the pair that begins there.
struct UnitPosition {
  std::size_t byte;
  bool is_inside_pair;
};

UnitPosition find_unit(std::string_view text, std::size_t unit) noexcept {
  std::size_t at = 0;
  while (unit > 0 && at < text.size()) {
    const std::size_t sequence = length_of_sequence(byte_at(text, at));
    const std::size_t units = sequence == 4 ? 2 : 1;
    if (units > unit) return {at, true};
    unit -= units;
    at += sequence;
  }
  return {at, false};
}

// The three bytes of a half at the end of the text, or nothing.
char32_t trailing_high_half(std::string_view text) noexcept {
  constexpr std::size_t kLength = 3;
  if (text.size() < kLength || byte_at(text, text.size() - kLength) != 0xED) return 0;
  std::size_t at = text.size() - kLength;
  const char32_t c = next_code_point(text, at);
  return is_high(c) ? c : 0;
}

}  // namespace

std::size_t length(std::string_view text) noexcept {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (is_continuation(byte) ? 0U : 1U) + (byte >= 0xF0 ? 1U : 0U);
  }
  return units;
}

std::string slice(std::string_view text, std::size_t first, std::size_t last) {
  std::string result;
  if (first >= last) return result;
  UnitPosition begin = find_unit(text, first);
  const UnitPosition end = find_unit(text, last);
  if (begin.is_inside_pair) {
    const std::size_t lead = begin.byte;
    append_unit(result, low_half(next_code_point(text, begin.byte)));
    if (end.byte <= lead) return result;
  }
  result += text.substr(begin.byte, end.byte - begin.byte);
  if (end.is_inside_pair) {
    std::size_t at = end.byte;
    append_unit(result, high_half(next_code_point(text, at)));
  }
  return result;
}

void append(std::string& to, std::string_view tail) {
  const char32_t high = tail.empty() || byte_at(tail, 0) != 0xED ? 0 : trailing_high_half(to);
  std::size_t behind_low = 0;
  if (high != 0) {
    const char32_t low = next_code_point(tail, behind_low);
    if (is_low(low)) {
      to.resize(to.size() - 3);
      append_code_point(to, kFirstPair + ((high - kHighSurrogates) << 10) + (low - kLowSurrogates));
      tail.remove_prefix(behind_low);
    }
  }
  to += tail;
}

void append_unit(std::string& to, char16_t unit) {
  std::string bytes;
  append_code_point(bytes, unit);
  append(to, bytes);
}

void append_code_point(std::string& to, char32_t c) {
  const auto byte = [&](char32_t value) { to += static_cast<char>(static_cast<unsigned char>(value)); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) {
    byte(0xC0 | (c >> 6));
  } else if (c < kFirstPair) {
    byte(0xE0 | (c >> 12));
    byte(0x80 | ((c >> 6) & 0x3F));
  } else {
    byte(0xF0 | (c >> 18));
    byte(0x80 | ((c >> 12) & 0x3F));
    byte(0x80 | ((c >> 6) & 0x3F));
  }
  byte(0x80 | (c & 0x3F));
}

std::strong_ordering compare(std::string_view a, std::string_view b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  std::size_t at = 0;
  while (at < common && a[at] == b[at]) ++at;
  if (at == common) return a.size() <=> b.size();
  const unsigned x = byte_at(a, at);
  const unsigned y = byte_at(b, at);
  // Only lead bytes of four-byte sequences (units from D800) are out of order with those from U+E000 (EE, EF).
  constexpr unsigned kFirstBehindSurrogates = 0xEE;
  constexpr unsigned kFirstPairLead = 0xF0;
  const bool is_swapped =
      x >= kFirstBehindSurrogates && y >= kFirstBehindSurrogates && (x >= kFirstPairLead) != (y >= kFirstPairLead);
  return is_swapped ? y <=> x : x <=> y;
}

bool has_lone_surrogate(std::string_view text) noexcept {
  for (std::size_t at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1)) {
    if (at + 1 < text.size() && byte_at(text, at + 1) >= 0xA0) return true;
  }
  return false;
}

char32_t next_code_point(std::string_view text, std::size_t& at) noexcept {
  constexpr char32_t kReplacement = 0xFFFD;
  const unsigned lead = byte_at(text, at);
  const std::size_t sequence = length_of_sequence(lead);
  if (sequence == 1) return ++at, lead < 0x80 ? lead : kReplacement;
  if (at + sequence > text.size()) return at = text.size(), kReplacement;
  char32_t c = lead & (0x7FU >> sequence);
  for (std::size_t i = 1; i < sequence; ++i) c = (c << 6) | (byte_at(text, at + i) & 0x3F);
  at += sequence;
  return c;
}

}  // namespace jackfield::feel::text
