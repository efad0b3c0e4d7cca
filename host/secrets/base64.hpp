#pragma once

// What base64 of a longer text shows of a value inside it.

#include <cstdint>
#include <string>
#include <string_view>

namespace jackfield::secrets {

enum class Alphabet { Standard, UrlSafe };

// The characters that depend on the value alone when `offset` bytes (modulo 3) precede it. The flags tell whether a
// neighbouring character on that side holds some bits of it.
struct Encoded {
  std::string characters;
  bool shares_before;
  bool shares_after;
};
Encoded encoded_inside(std::string_view value, unsigned offset, Alphabet alphabet);

// One that can be part of base64 in either alphabet.
bool is_base64(char c) noexcept;

// Its six bits.
unsigned base64_digit(char c) noexcept;

}  // namespace jackfield::secrets
