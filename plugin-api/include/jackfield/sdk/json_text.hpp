#pragma once

// JSON text made by hand, for the few places where the SDK itself writes JSON without a library.

#include "jackfield/sdk/namespace.hpp"

#include <string>
#include <string_view>

JF_SDK_BEGIN

// The text as a JSON string. It is UTF-8, or the host will say so.
inline std::string json_quoted(std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (code < 0x20) {
      out += "\\u00";
      out += kDigits[code >> 4];
      out += kDigits[code & 15];
    } else {
      out += c;
    }
  }
  return out += '"';
}

JF_SDK_END
