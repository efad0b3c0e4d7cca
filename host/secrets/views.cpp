#include "secrets/views.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

#include "secrets/base64.hpp"
#include "secrets/json_text.hpp"

namespace jackfield::secrets {
namespace {

std::optional<char> percent_byte(std::string_view text) {
  const auto is_hex = [&](std::size_t at) { return std::isxdigit(static_cast<unsigned char>(text[at])) != 0; };
  if (text.size() < 3 || text[0] != '%' || !is_hex(1) || !is_hex(2)) return std::nullopt;
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  return static_cast<char>(digit(text[1]) * 16 + digit(text[2]));
}

void append(View& view, std::string_view bytes, std::size_t begin, std::size_t end) {
  view.text.append(bytes);
  view.begins.resize(view.text.size(), static_cast<std::uint32_t>(begin));
  view.ends.resize(view.text.size(), static_cast<std::uint32_t>(end));
}

std::size_t run_end(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && is_base64(text[at])) ++at;
  return at;
}

// Two to four characters give one byte less. Each byte stands in the two characters that hold its bits.
void append_decoded(View& view, std::string_view quad, std::size_t at) {
  unsigned bits = 0;
  for (std::size_t i = 0; i < 4; ++i) bits = bits << 6 | (i < quad.size() ? base64_digit(quad[i]) : 0);
  for (std::size_t i = 0; i + 1 < quad.size(); ++i) {
    const char byte = static_cast<char>(bits >> (16 - 8 * i) & 0xFF);
    append(view, {&byte, 1}, at + i, at + i + 2);
  }
}

View with_room_for(std::string_view text) {
  View view;
  view.text.reserve(text.size());
  view.begins.reserve(text.size());
  view.ends.reserve(text.size());
  return view;
}

}  // namespace

View percent_decoded(std::string_view text, Plus plus) {
  View view = with_room_for(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::optional<char> byte = percent_byte(text.substr(at));
    const std::size_t length = byte ? 3 : 1;
    const char plain = text[at] == '+' && plus == Plus::IsBlank ? ' ' : text[at];
    const char shown = byte.value_or(plain);
    append(view, {&shown, 1}, at, at + length);
    at += length;
  }
  return view;
}

bool has_long_run(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t end = run_end(text, at);
    if (end - at >= kLongRun) return true;
    at = end;
  }
  return false;
}

View base64_decoded(std::string_view text, std::size_t skipped) {
  View view = with_room_for(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = run_end(text, at);
    const bool is_long = end - at >= kLongRun;
    const std::size_t plain = is_long ? at + skipped : end + (end < text.size() ? 1 : 0);
    for (; at < plain; ++at) append(view, text.substr(at, 1), at, at + 1);
    if (!is_long) continue;
    for (; at < end; at = std::min(at + 4, end))
      append_decoded(view, text.substr(at, std::min<std::size_t>(4, end - at)), at);
  }
  return view;
}

View json_unescaped(std::string_view text) {
  View view = with_room_for(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::optional<Escape> escape = read_escape(text.substr(at));
    const std::size_t length = escape ? escape->length : 1;
    append(view, escape ? std::string_view(escape->bytes) : text.substr(at, 1), at, at + length);
    at += length;
  }
  return view;
}

View composed(View outer, const View& inner) {
  for (std::uint32_t& begin : outer.begins) begin = inner.begins[begin];
  for (std::uint32_t& end : outer.ends) end = inner.ends[end - 1];
  return outer;
}

}  // namespace jackfield::secrets
