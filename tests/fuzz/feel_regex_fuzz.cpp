// Lines of flags, pattern and replacement, then a text.

#include "base/utf8.hpp"
#include "feel/regex.hpp"

namespace {

std::string_view take_line(std::string_view& input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view line = input.substr(0, end);
  input.remove_prefix(std::min(end + 1, input.size()));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string repaired = jackfield::repaired_utf8({reinterpret_cast<const char*>(data), size});
  std::string_view input = repaired;
  const std::string_view flags = take_line(input);
  const std::string_view pattern = take_line(input);
  const std::string_view replacement = take_line(input);
  const jackfield::feel::RegexLimits limits{.match_steps = 10'000, .heap_kib = 1'024, .output_bytes = 100'000};
  const auto regex = jackfield::feel::Regex::compile(pattern, flags, limits);
  if (!regex) return 0;
  regex->is_found_in(input).ignore("only its safety matters here");
  regex->replace_all(input, replacement).ignore("only its safety matters here");
  regex->split(input).ignore("only its safety matters here");
  regex->extract(input).ignore("only its safety matters here");
  return 0;
}
