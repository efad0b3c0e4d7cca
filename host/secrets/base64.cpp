#include "secrets/base64.hpp"

namespace jackfield::secrets {
namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

Encoded encoded_inside(std::string_view value, unsigned offset, Alphabet alphabet) {
  const std::string_view letters = alphabet == Alphabet::Standard ? kStandard : kUrlSafe;
  const std::size_t first_bit = offset * std::size_t{8};
  const std::size_t last_bit = first_bit + value.size() * 8;
  Encoded encoded{{}, first_bit % 6 != 0, last_bit % 6 != 0};
  for (std::size_t bit = (first_bit + 5) / 6 * 6; bit + 6 <= last_bit; bit += 6) {
    const std::size_t from = bit - first_bit;
    const auto byte = [&](std::size_t at) { return at < value.size() ? static_cast<unsigned char>(value[at]) : 0u; };
    const unsigned pair = byte(from / 8) << 8 | byte(from / 8 + 1);
    encoded.characters.push_back(letters[(pair >> (10 - from % 8)) & 0x3F]);
  }
  return encoded;
}

bool is_base64(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '/' && c <= '9') || c == '+' || c == '-' || c == '_';
}

unsigned base64_digit(char c) noexcept {
  const std::string_view letters = c == '-' || c == '_' ? kUrlSafe : kStandard;
  return static_cast<unsigned>(letters.find(c));
}

}  // namespace jackfield::secrets
