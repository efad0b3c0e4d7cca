#pragma once

// What counts as blank, in UTF-8.

#include <array>
#include <cstddef>
#include <string_view>

namespace csv {

// How many bytes of white space the text begins with: those of one character, 0 when it begins with another.
inline std::size_t white_space_at(std::string_view text) noexcept {
  constexpr std::string_view kAscii = " \t\v\f\x1c\x1d\x1e\x1f";
  constexpr std::array<std::string_view, 14> kWide{
      "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005",
      "\u2006", "\u2008", "\u2009", "\u200a", "\u205f", "\u2028", "\u3000",
  };
  if (!text.empty() && kAscii.find(text.front()) != std::string_view::npos) return 1;
  for (const std::string_view wide : kWide) {
    if (text.compare(0, wide.size(), wide) == 0) return wide.size();
  }
  return text.compare(0, 3, "\u2029") == 0 ? 3 : 0;
}

// Without the control characters and blanks at both ends.
inline std::string_view trimmed(std::string_view text) noexcept {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace csv
