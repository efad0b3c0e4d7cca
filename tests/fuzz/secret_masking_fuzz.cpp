// Two lines with values, then a text. No value may be left in what comes out, nor in the strings of JSON; and JSON
// must stay JSON.

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/utf8.hpp"
#include "secrets/secrets.hpp"

namespace {

using namespace jackfield;
using nlohmann::json;

std::string_view take_line(std::string_view& input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string_view line = input.substr(0, end);
  input.remove_prefix(std::min(end + 1, input.size()));
  return line;
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return encoded;
}

// The mask itself may be a part of a value.
bool is_left(std::string_view text, std::string_view value) {
  return !value.empty() && value.find('*') == std::string_view::npos && text.find(value) != std::string_view::npos;
}

void check_strings(const json& value, std::string_view secret) {
  if (value.is_string() && is_left(value.get_ref<const std::string&>(), secret)) std::abort();
  if (value.is_object()) {
    for (const auto& [name, member] : value.items()) {
      if (is_left(name, secret)) std::abort();
    }
  }
  if (value.is_structured()) {
    for (const json& member : value) check_strings(member, secret);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string repaired = repaired_utf8({reinterpret_cast<const char*>(data), size});
  std::string_view input = repaired;
  const std::string_view a = take_line(input);
  const std::string_view b = take_line(input);
  const secrets::Masker masker({SecretText(std::string(a)), SecretText(std::string(b))});

  const std::string text = masker.in_text(std::string(input));
  if (is_left(text, a) || is_left(text, b)) std::abort();
  const std::string encoded = percent_encoded(a);
  if (!a.empty() && is_left(masker.in_text("<" + encoded + ">"), encoded)) std::abort();
  const std::string quoted = json(std::string(a)).dump(-1, ' ', true);
  if (!a.empty() && masker.in_json(quoted) != "\"***\"") std::abort();

  const json before = json::parse(input, nullptr, false);
  const std::string out = masker.in_json(std::string(input));
  const bool ends_early = input.find('\0') != std::string_view::npos;  // for the parser it does
  if (before.is_discarded() || ends_early) return 0;
  const json after = json::parse(out, nullptr, false);
  if (after.is_discarded()) std::abort();
  check_strings(after, a);
  check_strings(after, b);
  if (masker.is_idle() && out != input) std::abort();
  return 0;
}
