#include <fmt/core.h>

#include <chrono>

#include "base/clock.hpp"
#include "feel/builtins/base64.hpp"
#include "feel/builtins/families.hpp"
#include "feel/text/case_mapping.hpp"
#include "feel/text/utf16.hpp"
#include "feel/text/whitespace.hpp"

namespace jackfield::feel {
namespace {

Value substring_of(Call& call, std::string_view text, std::int64_t position, const std::int64_t* length) {
  const auto size = static_cast<std::int64_t>(text::length(text));
  const std::int64_t first = position > 0 ? position - 1 : size + position;
  std::int64_t last = size;
  if (length != nullptr) {
    // 32 bits, as the positions themselves.
    const std::int64_t wrapped = static_cast<std::int32_t>(static_cast<std::uint32_t>(first + *length));
    last = std::min(wrapped, size);
  }
  if (first < 0 || first > last) return call.stops("substring: the position is outside the text");
  return Value::string(text::slice(text, static_cast<std::size_t>(first), static_cast<std::size_t>(last)));
}

Value substring_from(Call& call, Args args) {
  return substring_of(call, args[0].as_string(), args[1].as_number().to_int32(), nullptr);
}

Value substring_with_length(Call& call, Args args) {
  const std::int64_t length = args[2].as_number().to_int32();
  return substring_of(call, args[0].as_string(), args[1].as_number().to_int32(), &length);
}

Value string_length(Call&, Args args) {
  return Value::number(static_cast<std::int64_t>(text::length(args[0].as_string())));
}

Value upper_case(Call&, Args args) {
  return Value::string(text::to_upper(args[0].as_string()));
}

Value lower_case(Call&, Args args) {
  return Value::string(text::to_lower(args[0].as_string()));
}

Value substring_before(Call&, Args args) {
  const std::size_t at = args[0].as_string().find(args[1].as_string());
  return Value::string(at == std::string_view::npos ? std::string_view() : args[0].as_string().substr(0, at));
}

Value substring_after(Call&, Args args) {
  const std::size_t at = args[0].as_string().find(args[1].as_string());
  if (at == std::string_view::npos) return Value::string("");
  return Value::string(args[0].as_string().substr(at + args[1].as_string().size()));
}

Value contains(Call&, Args args) {
  return Value::boolean(args[0].as_string().find(args[1].as_string()) != std::string_view::npos);
}

Value starts_with(Call&, Args args) {
  return Value::boolean(args[0].as_string().starts_with(args[1].as_string()));
}

Value ends_with(Call&, Args args) {
  return Value::boolean(args[0].as_string().ends_with(args[1].as_string()));
}

Value trim(Call&, Args args) {
  return Value::string(text::trim(args[0].as_string()));
}

Value is_blank(Call&, Args args) {
  return Value::boolean(text::is_blank(args[0].as_string()));
}

// Version 7: 48 bits of time in milliseconds, the rest random.
Value uuid(Call& call, Args) {
  const auto since_epoch = call.clock().wall_now().time_since_epoch();
  const auto millis =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
  const std::uint64_t a = call.random_bits();
  const std::uint64_t b = call.random_bits();
  return Value::string(fmt::format("{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}", millis >> 16 & 0xFFFFFFFF, millis & 0xFFFF,
                                   a & 0xFFF, 0x8000 | (a >> 12 & 0x3FFF), b & 0xFFFFFFFFFFFF));
}

Value to_base64(Call&, Args args) {
  return Value::string(base64_of(args[0].as_string()));
}

Value from_base64(Call& call, Args args) {
  const auto bytes = bytes_of_base64(args[0].as_string());
  return bytes ? Value::string(*bytes) : call.fails("the text is not base64");
}

constexpr Builtin kRows[] = {
    {"substring",
     "string, start position",
     {kString, kNumber},
     &substring_from,
     "the text from a position on, counted from 1, or from the end when negative"},
    {"substring",
     "string, start position, length",
     {kString, kNumber, kNumber},
     &substring_with_length,
     "so many characters from a position on"},
    {"string length", "string", {kString}, &string_length, "number of UTF-16 units"},
    {"upper case", "string", {kString}, &upper_case, "the text in capitals"},
    {"lower case", "string", {kString}, &lower_case, "the text in small letters"},
    {"substring before",
     "string, match",
     {kString, kString},
     &substring_before,
     "the text before the first occurrence of another, empty if there is none"},
    {"substring after",
     "string, match",
     {kString, kString},
     &substring_after,
     "the text behind the first occurrence of another, empty if there is none"},
    {"contains", "string, match", {kString, kString}, &contains, "whether a text holds another"},
    {"starts with", "string, match", {kString, kString}, &starts_with, "whether a text begins with another"},
    {"ends with", "string, match", {kString, kString}, &ends_with, "whether a text ends with another"},
    {"trim", "string", {kString}, &trim, "the text without blanks at both ends"},
    {"uuid", "", {}, &uuid, "a random identifier of 36 characters that sorts by time"},
    {"to base64", "value", {kString}, &to_base64, "the UTF-8 bytes of a text in base64"},
    {"from base64", "value", {kString}, &from_base64, "the text whose UTF-8 bytes are given in base64"},
    {"is blank", "string", {kString}, &is_blank, "whether a text is empty or only blanks"},
};

}  // namespace

std::span<const Builtin> string_functions() noexcept {
  return kRows;
}

}  // namespace jackfield::feel
