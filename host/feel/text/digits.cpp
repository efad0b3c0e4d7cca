#include "feel/text/digits.hpp"

#include <algorithm>
#include <array>

#include "feel/text/utf16.hpp"

namespace jackfield::feel::text {

namespace {

// The zeros of the decimal digits of all scripts up to U+FFFF; nine more digits follow each.
constexpr std::array<char32_t, 36> kZeros{
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
};

}  // namespace

std::string with_ascii_digits(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const auto behind = std::upper_bound(kZeros.begin(), kZeros.end(), c);
    const bool is_digit = behind != kZeros.begin() && c - *(behind - 1) < 10;
    append_code_point(result, is_digit ? U'0' + (c - *(behind - 1)) : c);
  }
  return result;
}

}  // namespace jackfield::feel::text
