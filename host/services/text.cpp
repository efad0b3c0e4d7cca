#include "services/text.hpp"

#include <algorithm>
#include <cstdint>

namespace jackfield::services {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_tail(std::string_view text, std::size_t at) noexcept {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

// Bytes of the well-formed character at the front; 0 when there is none.
std::size_t character_size(std::string_view text) noexcept {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_tail(text, i)) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  const bool is_overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool is_no_character = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
  return is_overlong || is_no_character ? 0 : size;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

bool is_ascii(std::string_view text) noexcept {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::string from_latin1(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto code = static_cast<unsigned char>(c);
    if (code >= 0x80) out.push_back(static_cast<char>(0xC0U | code >> 6));
    out.push_back(code >= 0x80 ? static_cast<char>(0x80U | (code & 0x3FU)) : c);
  }
  return out;
}

std::string to_latin1(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    const auto lead = static_cast<unsigned char>(utf8[0]);
    const std::size_t size = std::max<std::size_t>(character_size(utf8), 1);
    const bool is_small = size == 2 && lead <= 0xC3;
    const char latin =
        is_small ? static_cast<char>((lead & 3U) << 6 | (static_cast<unsigned char>(utf8[1]) & 0x3FU)) : '?';
    out.push_back(lead < 0x80 ? utf8[0] : latin);
    utf8.remove_prefix(size);
  }
  return out;
}

std::string shown(std::string_view text, std::size_t most) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const std::string_view next = size == 0 ? kReplacement : text.substr(0, size);
    if (out.size() + next.size() > most) break;
    out.append(next);
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

}  // namespace jackfield::services
