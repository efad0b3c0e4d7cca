#include <algorithm>
#include <array>

#include "feel/builtins/families.hpp"
#include "feel/cells.hpp"
#include "feel/json_scan.hpp"
#include "feel/json_window.hpp"
#include "feel/syntax/characters.hpp"
#include "feel/text/utf16.hpp"
#include "feel/text_form.hpp"

namespace jackfield::feel {
namespace {

// The decimal digits of all scripts count, as far as they are one UTF-16 unit.
std::string with_ascii_digits(std::string_view text) {
  static constexpr std::array<char32_t, 36> kZeros{
      0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
      0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
      0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10};
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = text::next_code_point(text, at);
    const auto above = std::upper_bound(kZeros.begin(), kZeros.end(), c);
    const char32_t zero = above == kZeros.begin() ? U'0' : *std::prev(above);
    text::append_code_point(out, c >= zero && c < zero + 10 ? U'0' + (c - zero) : c);
  }
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Value parsed_number(Call& call, std::string_view text) {
  auto number = is_ascii(text) ? Number::parse(text) : Number::parse(with_ascii_digits(text));
  return number ? Value::number(std::move(*number)) : call.fails("the text is not a number");
}

Value number(Call& call, Args args) {
  return parsed_number(call, args[0].as_string());
}

bool is_grouping(const Value& value) {
  return value.is_null() || value.as_string() == " " || value.as_string() == "," || value.as_string() == ".";
}

bool is_decimal_point(const Value& value) {
  return value.is_null() || value.as_string() == "," || value.as_string() == ".";
}

std::string without(std::string_view text, std::string_view dropped) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = dropped.empty() ? std::string_view::npos : text.find(dropped, at);
    out.append(text.substr(at, next - at));
    at = next == std::string_view::npos ? text.size() : next + dropped.size();
  }
  return out;
}

Value number_grouped(Call& call, Args args) {
  if (!is_grouping(args[1])) return call.fails_for_arguments(args);
  return parsed_number(call, without(args[0].as_string(), args[1].as_string()));
}

// One of the separators may be null, not both, and they differ.
Value number_with_point(Call& call, Args args) {
  if (!is_grouping(args[1]) || !is_decimal_point(args[2])) return call.fails_for_arguments(args);
  if (args[1].is_null() && args[2].is_null()) return call.fails_for_arguments(args);
  std::string text(args[0].as_string());
  if (!args[1].is_null() && !args[2].is_null() && Value::same_text(args[1], args[2])) {
    return call.fails_for_arguments(args);
  }
  if (!args[1].is_null()) text = without(text, args[1].as_string());
  if (!args[2].is_null()) {
    for (char& c : text) {
      if (c == args[2].as_string()[0]) c = '.';
    }
  }
  return parsed_number(call, text);
}

Value string(Call& call, Args args) {
  if (args[0].is_null() || args[0].is(Kind::String)) return args[0];
  std::string out;
  if (!append_text(out, args[0], call.max_text_bytes())) return call.exceeds("text");
  return Value::string(out);
}

bool is_name_part(std::string_view text) {
  std::size_t at = 0;
  const char32_t c = text::next_code_point(text, at);
  if (c >= 0x80) return syntax::is_wide_name_part(c);
  return c >= U'0' && (syntax::kClasses.of[c] & syntax::kNamePartClass) != 0;
}

// A number at the top ends before a blank, a word before what cannot belong to a name.
bool ends_well(std::string_view value, std::string_view rest) {
  constexpr std::string_view kAnythingMayFollow = "\"]}";
  constexpr std::string_view kEndsOfWords = "el";
  if (rest.empty() || kAnythingMayFollow.find(value.back()) != std::string_view::npos) return true;
  if (kEndsOfWords.find(value.back()) != std::string_view::npos) return !is_name_part(rest);
  return std::string_view(" \t\r\n").find(rest[0]) != std::string_view::npos;
}

// The first value of the text; what follows does not count.
Value from_json(Call& call, Args args) {
  if (args[0].is_null()) return {};
  std::string_view text = args[0].as_string();
  // Halves of surrogate pairs are characters here, but no UTF-8.
  const std::string escaped = text::has_lone_surrogate(text) ? with_escaped_halves(text) : std::string();
  if (!escaped.empty()) text = escaped;
  if (!call.spend(text.size() / 16)) return Value::stop();
  const auto size = json::check_value(text);
  if (!size || !ends_well(text.substr(0, *size), text.substr(*size))) return call.fails("the text is not JSON");
  auto* document = new DocumentCell(std::string(text.substr(0, *size)));
  const char* at = json::skip_blanks(document->text.data(), document->end());
  Value out = json::read_top(document, at);
  document->release();
  return out;
}

Value to_json_text(Call& call, Args args) {
  std::string out;
  const JsonOutcome outcome = append_full_json(out, args[0], call.max_text_bytes());
  if (outcome == JsonOutcome::Unsupported) return call.fails_for_arguments(args);
  return outcome == JsonOutcome::Written ? Value::string(out) : call.exceeds("text");
}

constexpr Builtin kRows[] = {
    {"number", "from", {kString}, &number, "the number that a text shows"},
    {"number",
     "from, grouping separator",
     {kString, kString},
     &number_grouped,
     "the number that a text shows, without the separator of thousands"},
    {"number",
     "from, grouping separator, decimal separator",
     {kString, kString | kNull, kString | kNull},
     &number_with_point,
     "the number that a text shows with these separators"},
    {"string", "from", {kAny}, &string, "the value as text"},
    {"from json", "json", {kString | kNull}, &from_json, "the value that a JSON text holds"},
    {"to json", "value", {kAny}, &to_json_text, "the value as JSON text"},
};

}  // namespace

std::span<const Builtin> conversion_functions() noexcept {
  return kRows;
}

}  // namespace jackfield::feel
