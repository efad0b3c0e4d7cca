#include "base/base64.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace jackfield {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kForeign = 0xFF;

constexpr std::array<std::uint8_t, 256> kDigits = [] {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kForeign);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    digits[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return digits;
}();

}  // namespace

std::string base64_of(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t here = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j) bits = bits << 8 | (j < here ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j) out.push_back(j <= here ? kAlphabet[bits >> (18 - 6 * j) & 63] : '=');
  }
  return out;
}

std::optional<std::string> bytes_of_base64(std::string_view encoded) {
  std::size_t padding = 0;
  while (padding < 2 && encoded.ends_with('=')) {
    encoded.remove_suffix(1);
    ++padding;
  }
  const std::size_t rest = encoded.size() % 4;
  if (rest == 1 || (padding > 0 && rest + padding != 4)) return std::nullopt;
  std::string out;
  out.reserve(encoded.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : encoded) {
    const std::uint8_t digit = kDigits[static_cast<unsigned char>(c)];
    if (digit == kForeign) return std::nullopt;
    bits = bits << 6 | digit;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out.push_back(static_cast<char>(bits >> held & 0xFF));
  }
  return out;
}

}  // namespace jackfield
