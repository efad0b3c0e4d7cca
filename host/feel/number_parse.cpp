#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "feel/number_parts.hpp"
#include "feel/text/digits.hpp"

namespace jackfield::feel {

namespace {

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

struct Scanned {
  bool negative = false;
  std::string_view whole;
  std::string_view fraction;
  std::int64_t exponent = 0;
};

std::string_view take_digits(std::string_view& text) noexcept {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  const std::string_view digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

bool take_sign(std::string_view& text) noexcept {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  return negative;
}

// Anything beyond 32 bits could not become a scale; stopping there keeps the sum from overflowing.
std::optional<std::int64_t> parse_exponent(std::string_view text) noexcept {
  const bool negative = take_sign(text);
  const std::string_view digits = take_digits(text);
  if (digits.empty() || !text.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) {
    value = value * 10 + (c - '0');
    if (value > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  }
  return negative ? -value : value;
}

std::optional<Scanned> scan(std::string_view text) noexcept {
  Scanned result;
  result.negative = take_sign(text);
  result.whole = take_digits(text);
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    result.fraction = take_digits(text);
  }
  if (result.whole.empty() && result.fraction.empty()) return std::nullopt;
  if (text.empty()) return result;
  if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
  const auto exponent = parse_exponent(text.substr(1));
  if (!exponent) return std::nullopt;
  result.exponent = *exponent;
  return result;
}

Uint128 accumulate(Uint128 value, std::string_view digits) noexcept {
  for (const char c : digits) value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

// Digits that do not fit into 128 bits. Leading zeros count neither for the precision nor for the bound.
std::optional<Number> long_number(const Scanned& scanned, std::int32_t scale, std::size_t leading_zeros,
                                  Precision precision) {
  std::string digits(scanned.whole);
  digits += scanned.fraction;
  digits.erase(0, leading_zeros);
  if (digits.size() > static_cast<std::size_t>(kMaxDigits)) return std::nullopt;
  Decimal value{Int(digits), scale, kStandardPrecision};
  if (scanned.negative) value.coefficient = -value.coefficient;
  if (precision == Precision::AsWritten) {
    value.precision = std::max(kStandardPrecision, static_cast<std::int32_t>(digits.size()));
  }
  return NumberAccess::make(std::move(value));
}

std::size_t count_leading_zeros(const Scanned& scanned) noexcept {
  std::size_t zeros = 0;
  for (const std::string_view part : {scanned.whole, scanned.fraction}) {
    for (const char c : part) {
      if (c != '0') return zeros;
      ++zeros;
    }
  }
  return zeros;
}

// Digits with at most one point among them, few enough for 64 bits: what nearly every number looks like.
struct ShortNumber {
  bool negative = false;
  std::uint64_t coefficient = 0;
  int digits = 0;
  int scale = 0;
};

// nullopt: of another form, or no number.
std::optional<ShortNumber> scan_short(std::string_view text) noexcept {
  constexpr std::size_t kLongest = 19;
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  ShortNumber result;
  result.negative = text.front() == '-';
  if (result.negative) text.remove_prefix(1);
  int behind_point = -1;
  for (const char c : text) {
    if (is_digit(c)) {
      result.coefficient = result.coefficient * 10 + static_cast<unsigned>(c - '0');
      ++result.digits;
      if (behind_point >= 0) ++behind_point;
    } else if (c == '.' && behind_point < 0) {
      behind_point = 0;
    } else {
      return std::nullopt;
    }
  }
  if (result.digits == 0) return std::nullopt;
  result.scale = std::max(behind_point, 0);
  return result;
}

// Whether the JVM's text of a double has just these digits, plain: from 0.001 to 10 million, without zeros at the end
// but the one behind the point.
bool is_as_written(std::uint64_t coefficient, std::int64_t scale) noexcept {
  if (scale < 1 || scale > 11 || (scale > 1 && coefficient % 10 == 0)) return false;
  const auto power = [](std::int64_t exponent) {
    return static_cast<std::uint64_t>(small_power_of_ten(static_cast<int>(exponent)));
  };
  return coefficient >= power(std::max<std::int64_t>(0, scale - 3)) && coefficient < power(scale + 7);
}

}  // namespace

// With the scale that the JVM's text of the double has: one digit behind the point at least.
Number Number::from_double_digits(bool negative, std::uint64_t coefficient, std::int64_t scale) {
  constexpr std::int64_t kFirstScientific = 7;
  constexpr std::int64_t kLastScientific = -4;
  if (is_as_written(coefficient, scale)) return NumberAccess::make(negative, coefficient, scale);
  if (coefficient == 0) return NumberAccess::make(false, 0, 1);
  for (; coefficient % 10 == 0; coefficient /= 10) --scale;
  const std::int64_t digits = digits_of(Uint128{coefficient});
  const std::int64_t exponent = digits - 1 - scale;
  const bool is_plain = exponent > kLastScientific && exponent < kFirstScientific;
  const std::int64_t wanted = is_plain ? std::max<std::int64_t>(1, scale) : scale + (digits == 1 ? 1 : 0);
  return NumberAccess::make(negative, coefficient * small_power_of_ten(static_cast<int>(wanted - scale)), wanted);
}

std::optional<Number> Number::parse(std::string_view text, Precision precision) {
  if (const auto quick = scan_short(text)) return NumberAccess::make(quick->negative, quick->coefficient, quick->scale);
  std::string ascii;
  if (!is_ascii(text)) text = ascii = text::with_ascii_digits(text);
  const auto scanned = scan(text);
  if (!scanned) return std::nullopt;
  const std::size_t zeros = count_leading_zeros(*scanned);
  const std::size_t digits = scanned->whole.size() + scanned->fraction.size() - zeros;
  const std::int64_t wanted_scale = static_cast<std::int64_t>(scanned->fraction.size()) - scanned->exponent;
  const auto scale = checked_scale(wanted_scale, false);
  if (!scale) return std::nullopt;
  if (digits > static_cast<std::size_t>(kStandardPrecision)) return long_number(*scanned, *scale, zeros, precision);
  return NumberAccess::make(scanned->negative, accumulate(accumulate(0, scanned->whole), scanned->fraction), *scale);
}

std::optional<Number> Number::from_double(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  std::string text;
  append_double(text, value);
  return parse(text);
}

// Two decimals of up to 15 digits never share their nearest double, so the text's own digits are the shortest ones.
std::optional<Number> Number::parse_as_double(std::string_view text) {
  constexpr int kDecidingDigits = 15;
  constexpr std::int64_t kSafeExponent = 290;
  if (const auto quick = scan_short(text); quick && quick->digits <= kDecidingDigits) {
    return from_double_digits(quick->negative, quick->coefficient, quick->scale);
  }
  const auto scanned = scan(text);
  if (!scanned) return std::nullopt;
  const std::size_t digits = scanned->whole.size() + scanned->fraction.size();
  const std::int64_t scale = static_cast<std::int64_t>(scanned->fraction.size()) - scanned->exponent;
  if (digits <= std::size_t{kDecidingDigits} && scale <= kSafeExponent && scale >= -kSafeExponent) {
    return from_double_digits(scanned->negative,
                              static_cast<std::uint64_t>(accumulate(accumulate(0, scanned->whole), scanned->fraction)),
                              scale);
  }
  // from_chars knows no plus sign, and tells overflow from underflow by no more than we know already.
  double value = 0;
  if (text.front() == '+') text.remove_prefix(1);
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec == std::errc()) return from_double(value);
  const bool is_tiny = scale > kSafeExponent;
  return is_tiny ? from_double(scanned->negative ? -0.0 : 0.0) : std::nullopt;
}

}  // namespace jackfield::feel
