// Two numbers and an operation: texts read back, equal numbers hash alike, no operation trips a sanitizer.

#include <cstdlib>

#include "feel/number.hpp"

namespace {

using jackfield::feel::Number;

void check(bool holds) {
  if (!holds) std::abort();
}

void check_number(const Number& n) {
  const std::string text = n.to_string();
  const auto again = Number::parse(text);
  check(again && *again == n && again->hash() == n.hash() && again->to_string() == text);
  std::string json;
  n.append_json(json);
  (void)n.to_int32();
  if (const auto whole = n.to_int64()) check(Number(*whole) == n);
  check(negate(negate(*again)).sign() == n.sign());
}

void check_result(const std::optional<Number>& n) {
  if (n) check_number(*n);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t blank = input.find(' ');
  if (blank == std::string_view::npos) return 0;
  const auto a = Number::parse(input.substr(0, blank));
  const auto b = Number::parse(input.substr(blank + 1));
  if (!a || !b) return 0;
  check_number(*a);
  check_result(add(*a, *b));
  check_result(subtract(*a, *b));
  check_result(multiply(*a, *b));
  check_result(divide(*a, *b));
  check_result(modulo(*a, *b));
  check_result(power(*a, *b));
  check_result(rescale(*a, b->to_int32(), jackfield::feel::Rounding::HalfEven));
  check(((*a <=> *b) == 0) == (*a == *b));
  return 0;
}
