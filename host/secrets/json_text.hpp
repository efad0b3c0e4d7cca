#pragma once

// The escapes of JSON strings.

#include <optional>
#include <string>
#include <string_view>

namespace jackfield::secrets {

// What may stand between quotes. Short escapes where there are some, upper-case hex for other control characters;
// "/" and everything beyond ASCII as they are.
std::string escaped(std::string_view text);

// One escape at the beginning of `text`, which starts with a backslash: its length and the bytes it stands for. A pair
// of surrogates is one escape; a lone one stands for U+FFFD.
struct Escape {
  std::size_t length;
  std::string bytes;
};
std::optional<Escape> read_escape(std::string_view text);

// The text of a string literal without its quotes; nothing if an escape is wrong.
std::optional<std::string> unescaped(std::string_view literal);

}  // namespace jackfield::secrets
