#include "secrets/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace jackfield::secrets {
namespace {

struct Short {
  char letter;
  char byte;
};
constexpr Short kShorts[] = {{'"', '"'},  {'\\', '\\'}, {'b', '\b'}, {'f', '\f'},
                             {'n', '\n'}, {'r', '\r'},  {'t', '\t'}, {'/', '/'}};

std::optional<unsigned> hex4(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  unsigned value = 0;
  for (const char c : text.substr(0, 4)) {
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_lower = c >= 'a' && c <= 'f';
    if (!is_digit && !is_lower && !(c >= 'A' && c <= 'F')) return std::nullopt;
    value = value * 16 + static_cast<unsigned>(is_digit ? c - '0' : (is_lower ? c - 'a' : c - 'A') + 10);
  }
  return value;
}

std::string utf8_of(unsigned code) {
  std::string bytes;
  const auto put = [&bytes](unsigned byte) { bytes.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
  return bytes;
}

constexpr bool is_high(unsigned unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
constexpr bool is_low(unsigned unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

std::optional<Escape> read_unicode(std::string_view text) {
  const std::optional<unsigned> first = hex4(text.substr(2));
  if (!first) return std::nullopt;
  if (!is_high(*first)) return Escape{6, utf8_of(is_low(*first) ? 0xFFFD : *first)};
  if (text.size() >= 12 && text[6] == '\\' && text[7] == 'u') {
    const std::optional<unsigned> second = hex4(text.substr(8));
    if (second && is_low(*second)) {
      return Escape{12, utf8_of(0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00))};
    }
  }
  return Escape{6, utf8_of(0xFFFD)};
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto* found = std::begin(kShorts);
    while (found != std::end(kShorts) && (found->byte != c || c == '/')) ++found;
    if (found != std::end(kShorts)) {
      out.push_back('\\');
      out.push_back(found->letter);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(out), "\\u{:04X}", static_cast<unsigned char>(c));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::optional<Escape> read_escape(std::string_view text) {
  if (text.size() < 2 || text[0] != '\\') return std::nullopt;
  if (text[1] == 'u') return read_unicode(text);
  for (const Short& it : kShorts) {
    if (it.letter == text[1]) return Escape{2, std::string(1, it.byte)};
  }
  return std::nullopt;
}

std::optional<std::string> unescaped(std::string_view literal) {
  std::string out;
  out.reserve(literal.size());
  while (!literal.empty()) {
    const std::size_t plain = std::min(literal.find('\\'), literal.size());
    out.append(literal.substr(0, plain));
    literal.remove_prefix(plain);
    if (literal.empty()) break;
    const std::optional<Escape> escape = read_escape(literal);
    if (!escape) return std::nullopt;
    out.append(escape->bytes);
    literal.remove_prefix(escape->length);
  }
  return out;
}

}  // namespace jackfield::secrets
