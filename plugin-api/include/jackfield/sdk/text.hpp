#pragma once

// Text on its way across the C interface. Nothing is copied; a result lives as long as its argument's characters.

#include "jackfield/plugin.h"
#include "jackfield/sdk/namespace.hpp"

#include <string_view>

JF_SDK_BEGIN

// Absent and empty text both give an empty view; absent has no data().
inline std::string_view to_view(jf_str text) noexcept {
  return text.ptr == nullptr ? std::string_view{} : std::string_view{text.ptr, text.len};
}

inline std::string_view to_view(jf_bytes bytes) noexcept {
  return bytes.ptr == nullptr ? std::string_view{}
                              : std::string_view{reinterpret_cast<const char*>(bytes.ptr), bytes.len};
}

// A view without data() becomes absent text, any other view present text.
inline jf_str to_str(std::string_view text) noexcept {
  return jf_str{text.data(), text.size()};
}

inline jf_bytes to_bytes(std::string_view text) noexcept {
  return jf_bytes{reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

JF_SDK_END
