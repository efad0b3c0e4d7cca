#include "feel/text/whitespace.hpp"

#include "feel/text/utf16.hpp"

namespace jackfield::feel::text {

std::string_view trim(std::string_view text) noexcept {
  const auto is_trimmed = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!text.empty() && is_trimmed(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_trimmed(text.back())) text.remove_suffix(1);
  return text;
}

bool is_java_whitespace(char32_t c) noexcept {
  if (c < 0x80) return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20);
  const bool is_break_free = c == 0x2007;
  return c == 0x1680 || (c >= 0x2000 && c <= 0x200A && !is_break_free) || c == 0x2028 || c == 0x2029 || c == 0x205F ||
         c == 0x3000;
}

bool is_blank(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_java_whitespace(next_code_point(text, at))) return false;
  }
  return true;
}

}  // namespace jackfield::feel::text
