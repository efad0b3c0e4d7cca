#include "feel/builtins/base64.hpp"

#include "base/base64.hpp"
#include "base/utf8.hpp"
#include "feel/text/utf16.hpp"

namespace jackfield::feel {
namespace {

std::string without_halves(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t before = at;
    const char32_t c = text::next_code_point(text, at);
    if (c >= 0xD800 && c <= 0xDFFF) {
      out.push_back('?');
    } else {
      out.append(text.substr(before, at - before));
    }
  }
  return out;
}

}  // namespace

std::string base64_of(std::string_view text) {
  return text::has_lone_surrogate(text) ? jackfield::base64_of(without_halves(text)) : jackfield::base64_of(text);
}

std::optional<std::string> bytes_of_base64(std::string_view encoded) {
  std::optional<std::string> bytes = jackfield::bytes_of_base64(encoded);
  if (bytes && !is_utf8(*bytes)) return repaired_utf8(*bytes);
  return bytes;
}

}  // namespace jackfield::feel
