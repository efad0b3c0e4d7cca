#include "secrets/spellings.hpp"

#include <algorithm>

namespace jackfield::secrets {
namespace {

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

bool is_tail(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Every character outside ASCII becomes what `spelled` makes of its bytes.
template <typename Spelled>
std::string respelled(std::string_view value, Spelled spelled) {
  std::string out;
  for (std::size_t at = 0; at < value.size();) {
    std::size_t end = at + 1;
    while (!is_ascii(value[at]) && end < value.size() && is_tail(value[end])) ++end;
    if (is_ascii(value[at])) {
      out.push_back(value[at]);
    } else {
      out.append(spelled(value.substr(at, end - at)));
    }
    at = end;
  }
  return out;
}

std::string latin1(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  if (character.size() != 2 || lead > 0xC3) return "?";
  return {static_cast<char>((lead & 3U) << 6 | (static_cast<unsigned char>(character[1]) & 0x3FU))};
}

std::string repaired(std::string_view character) {
  return latin1(character) == "?" ? "?" : "\xEF\xBF\xBD";
}

}  // namespace

std::vector<std::string> spellings_in_headers(std::string_view value) {
  if (std::all_of(value.begin(), value.end(), is_ascii)) return {};
  return {respelled(value, latin1), respelled(value, repaired)};
}

}  // namespace jackfield::secrets
