#pragma once

// Text that came from a plugin: checked, or made fit to show. Threads: any.

#include <cstddef>
#include <string>
#include <string_view>

#include "jackfield/plugin.h"

namespace jackfield::services {

// An absent text reads as an empty one.
inline std::string_view view(jf_str text) noexcept {
  return text.ptr == nullptr ? std::string_view() : std::string_view(text.ptr, text.len);
}
inline jf_str borrow(std::string_view text) noexcept {
  return {text.data(), text.size()};
}

bool is_utf8(std::string_view text) noexcept;

bool is_ascii(std::string_view text) noexcept;

// Bytes that are characters of ISO-8859-1, as UTF-8; and back, with "?" for characters that it does not have.
std::string from_latin1(std::string_view bytes);
std::string to_latin1(std::string_view utf8);

// At most so many bytes, cut between characters; what is not UTF-8 becomes U+FFFD.
std::string shown(std::string_view text, std::size_t most);

}  // namespace jackfield::services
