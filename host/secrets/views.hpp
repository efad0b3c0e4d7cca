#pragma once

// A text with its escapes taken away, and where each byte came from.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jackfield::secrets {

struct View {
  std::string text;
  std::vector<std::uint32_t> begins;  // per byte of text: its escape's place in the original
  std::vector<std::uint32_t> ends;
};

// %41 → A; what is no such triple stays. As forms write it, "+" is a blank, too.
enum class Plus { IsPlus, IsBlank };
View percent_decoded(std::string_view text, Plus plus);

// Escapes of JSON strings, wherever they stand; what is no escape stays.
View json_unescaped(std::string_view text);

// The places of `outer`, which was made from inner.text, told in the original of `inner`.
View composed(View outer, const View& inner);

}  // namespace jackfield::secrets
