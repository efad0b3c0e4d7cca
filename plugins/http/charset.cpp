#include "charset.hpp"

#include "letters.hpp"

#include "jackfield/jackfield.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace rest {
namespace {

constexpr char32_t kUnknown = '?';

// The character that begins at `at`, which moves behind it. Bytes that are no UTF-8 are unknown characters.
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned lead = byte(at++);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t character = lead & (0x3FU >> more);
  for (int i = 0; i < more; ++i) {
    if ((byte(at) & 0xC0) != 0x80) return kUnknown;
    character = character << 6 | (byte(at++) & 0x3F);
  }
  return character;
}

std::string single_bytes(std::string_view text, char32_t last) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t character = next_character(text, at);
    out += static_cast<char>(character <= last ? character : kUnknown);
  }
  return out;
}

enum class Order { BigEndian, LittleEndian };

void append_unit(std::string& out, std::uint32_t unit, Order order) {
  const std::array<char, 2> bytes{static_cast<char>(unit >> 8), static_cast<char>(unit & 0xFF)};
  out += bytes[order == Order::BigEndian ? 0 : 1];
  out += bytes[order == Order::BigEndian ? 1 : 0];
}

std::string utf16(std::string_view text, Order order) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t character = next_character(text, at);
    if (character < 0x10000) {
      append_unit(out, character, order);
      continue;
    }
    append_unit(out, 0xD800 + ((character - 0x10000) >> 10), order);
    append_unit(out, 0xDC00 + (character & 0x3FF), order);
  }
  return out;
}

}  // namespace

std::string parameter_of(std::string_view header_value, std::string_view name) {
  for (std::size_t at = header_value.find(';'); at != std::string_view::npos; at = header_value.find(';', at + 1)) {
    std::string_view rest = header_value.substr(at + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    if (rest.size() <= name.size() || lower(rest.substr(0, name.size())) != name || rest[name.size()] != '=') continue;
    std::string_view value = rest.substr(name.size() + 1);
    value = value.substr(0, value.find(';'));
    value = value.substr(0, value.find_last_not_of(" \t") + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return std::string(value);
  }
  return {};
}

std::string encoded_as(std::string_view charset, std::string text) {
  const std::string name = lower(charset);
  if (name.empty() || name == "utf-8" || name == "utf8") return text;
  if (name == "iso-8859-1" || name == "latin1") return single_bytes(text, 0xFF);
  if (name == "us-ascii" || name == "ascii") return single_bytes(text, 0x7F);
  if (name == "utf-16be") return utf16(text, Order::BigEndian);
  if (name == "utf-16le") return utf16(text, Order::LittleEndian);
  if (name == "utf-16") return "\xFE\xFF" + utf16(text, Order::BigEndian);
  throw jf::error("", std::string(charset), "", "java.nio.charset.UnsupportedCharsetException");
}

}  // namespace rest
