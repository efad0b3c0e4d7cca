#include "outbound/java_text.hpp"

#include <nlohmann/json.hpp>

namespace jackfield::outbound {
namespace {

using nlohmann::ordered_json;

// UTF-16 code units of the character that begins with this byte of UTF-8; none for a continuation.
std::size_t units_of(char byte) {
  const auto lead = static_cast<unsigned char>(byte);
  if ((lead & 0xC0) == 0x80) return 0;
  return lead >= 0xF0 ? 2 : 1;
}

void append(std::string& out, const ordered_json& value);

void append_map(std::string& out, const ordered_json& map) {
  std::string_view separator;
  out += '{';
  for (const auto& [key, value] : map.items()) {
    out += separator;
    out += key;
    out += '=';
    append(out, value);
    separator = ", ";
  }
  out += '}';
}

void append(std::string& out, const ordered_json& value) {
  if (value.is_object()) return append_map(out, value);
  if (value.is_string()) {
    out += value.get_ref<const std::string&>();
    return;
  }
  if (!value.is_array()) {
    out += value.dump();
    return;
  }
  std::string_view separator;
  out += '[';
  for (const ordered_json& item : value) {
    out += separator;
    append(out, item);
    separator = ", ";
  }
  out += ']';
}

}  // namespace

std::string truncated(std::string text, std::size_t units) {
  if (text.size() <= units) return text;
  std::size_t left = units;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t needed = units_of(text[at]);
    if (needed <= left) {
      left -= needed;
      continue;
    }
    text.resize(at);
    if (left > 0) text += '?';
    return text;
  }
  return text;
}

std::string java_text(const ordered_json& value) {
  std::string text;
  append(text, value);
  return text;
}

}  // namespace jackfield::outbound
