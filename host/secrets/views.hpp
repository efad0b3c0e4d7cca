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

// Runs of at least kLongRun base64 characters, in either alphabet, beginning after `skipped` (0 to 3) of them.
constexpr std::size_t kLongRun = 16;
bool has_long_run(std::string_view text) noexcept;
View base64_decoded(std::string_view text, std::size_t skipped);

// Escapes of JSON strings, wherever they stand; what is no escape stays.
View json_unescaped(std::string_view text);

// The places of `outer`, which was made from inner.text, told in the original of `inner`.
View composed(View outer, const View& inner);

}  // namespace jackfield::secrets
