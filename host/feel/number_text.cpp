#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
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

// Digits of a magnitude, without sign.
std::string_view print(Uint128 magnitude, std::array<char, 40>& buffer) noexcept {
  constexpr std::uint64_t kChunk = 1'000'000'000'000'000'000;
  constexpr std::size_t kChunkDigits = 18;
  std::size_t at = buffer.size();
  const auto write = [&](std::uint64_t value, std::size_t fewest) {
    const std::size_t end = at;
    for (; value != 0 || end - at < fewest; value /= 10)
      buffer[--at] = static_cast<char>('0' + static_cast<int>(value % 10));
  };
  while ((magnitude >> 64) != 0) {
    write(static_cast<std::uint64_t>(magnitude % kChunk), kChunkDigits);
    magnitude /= kChunk;
  }
  write(static_cast<std::uint64_t>(magnitude), 1);
  return {buffer.data() + at, buffer.size() - at};
}

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  out.append(buffer.data(), end.ptr);
}

void append_plain(std::string& out, std::string_view digits, std::int64_t scale) {
  const auto count = static_cast<std::int64_t>(digits.size());
  if (scale == 0) {
    out += digits;
  } else if (count > scale) {
    out += digits.substr(0, static_cast<std::size_t>(count - scale));
    out += '.';
    out += digits.substr(static_cast<std::size_t>(count - scale));
  } else {
    out += "0.";
    out.append(static_cast<std::size_t>(scale - count), '0');
    out += digits;
  }
}

void append_decimal(std::string& out, bool negative, std::string_view digits, std::int64_t scale) {
  constexpr std::int64_t kSmallestPlainExponent = -6;
  if (negative) out += '-';
  const std::int64_t adjusted = static_cast<std::int64_t>(digits.size()) - 1 - scale;
  if (scale >= 0 && adjusted >= kSmallestPlainExponent) return append_plain(out, digits, scale);
  out += digits.front();
  if (digits.size() > 1) {
    out += '.';
    out += digits.substr(1);
  }
  if (adjusted == 0) return;
  out += adjusted > 0 ? "E+" : "E";
  append_integer(out, adjusted);
}

// Shortest digits that read back and the exponent of the first one.
struct DoubleDigits {
  std::array<char, 32> buffer{};
  std::string_view digits;
  int exponent = 0;
};

void read_scientific(DoubleDigits& result, const char* end) noexcept {
  std::string_view text(result.buffer.data(), static_cast<std::size_t>(end - result.buffer.data()));
  const std::size_t e = text.find('e');
  const char* exponent = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(exponent, end, result.exponent);
  if (e > 1) {
    result.buffer[1] = result.buffer[0];
    result.digits = {result.buffer.data() + 1, e - 1};
  } else {
    result.digits = {result.buffer.data(), 1};
  }
}

DoubleDigits shortest_digits(double magnitude) noexcept {
  DoubleDigits result;
  char* const begin = result.buffer.data();
  char* const limit = begin + result.buffer.size();
  auto end = std::to_chars(begin, limit, magnitude, std::chars_format::scientific).ptr;
  read_scientific(result, end);
  if (result.digits.size() > 1 || magnitude == 0) return result;
  // The JVM writes two digits at least, and takes the two that are nearest.
  end = std::to_chars(begin, limit, magnitude, std::chars_format::scientific, 1).ptr;
  read_scientific(result, end);
  if (result.digits.back() == '0') result.digits.remove_suffix(1);
  return result;
}

// With the scale that the JVM's text of the double has: one digit behind the point at least.
Number of_double_digits(bool negative, std::uint64_t coefficient, std::int64_t scale) {
  constexpr std::int64_t kFirstScientific = 7;
  constexpr std::int64_t kLastScientific = -4;
  if (coefficient == 0) return NumberAccess::make(false, 0, 1);
  for (; coefficient % 10 == 0; coefficient /= 10) --scale;
  const std::int64_t digits = digits_of(Uint128{coefficient});
  const std::int64_t exponent = digits - 1 - scale;
  const bool is_plain = exponent > kLastScientific && exponent < kFirstScientific;
  const std::int64_t wanted = is_plain ? std::max<std::int64_t>(1, scale) : scale + (digits == 1 ? 1 : 0);
  return NumberAccess::make(negative, coefficient * small_power_of_ten(static_cast<int>(wanted - scale)), wanted);
}

}  // namespace

std::optional<Number> Number::parse(std::string_view text, Precision precision) {
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
  constexpr std::size_t kDecidingDigits = 15;
  constexpr std::int64_t kSafeExponent = 290;
  const auto scanned = scan(text);
  if (!scanned) return std::nullopt;
  const std::size_t digits = scanned->whole.size() + scanned->fraction.size();
  const std::int64_t scale = static_cast<std::int64_t>(scanned->fraction.size()) - scanned->exponent;
  if (digits <= kDecidingDigits && scale <= kSafeExponent && scale >= -kSafeExponent) {
    return of_double_digits(scanned->negative,
                            static_cast<std::uint64_t>(accumulate(accumulate(0, scanned->whole), scanned->fraction)),
                            scale);
  }
  double value = 0;
  if (text.front() == '+') text.remove_prefix(1);
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec == std::errc()) return from_double(value);
  const bool is_tiny = scale > kSafeExponent;
  return is_tiny ? from_double(scanned->negative ? -0.0 : 0.0) : std::nullopt;
}

void append_double(std::string& out, double value) {
  constexpr int kFirstScientific = 7;
  constexpr int kLastScientific = -4;
  if (std::signbit(value)) out += '-';
  const DoubleDigits shortest = shortest_digits(std::fabs(value));
  const std::string_view digits = shortest.digits;
  const int exponent = shortest.exponent;
  if (value == 0 || (exponent > kLastScientific && exponent < kFirstScientific)) {
    const auto count = static_cast<int>(digits.size());
    append_plain(out, digits, std::max(0, count - 1 - exponent));
    if (count - 1 - exponent <= 0) {
      out.append(static_cast<std::size_t>(exponent + 1 - count), '0');
      out += ".0";
    }
    return;
  }
  out += digits.front();
  out += '.';
  out += digits.size() > 1 ? digits.substr(1) : "0";
  out += 'E';
  append_integer(out, exponent);
}

void Number::append_to(std::string& out) const {
  if (!is_shared()) {
    const Inline parts = NumberAccess::inline_parts(*this);
    std::array<char, 40> buffer{};
    return append_decimal(out, parts.negative, print(parts.magnitude, buffer), parts.scale);
  }
  const Decimal& value = NumberAccess::shared_value(*this);
  const Int magnitude = mp::abs(value.coefficient);
  append_decimal(out, value.coefficient < 0, magnitude.str(), value.scale);
}

std::string Number::to_string() const {
  std::string out;
  append_to(out);
  return out;
}

double Number::to_double() const {
  constexpr std::array kExactPowers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr std::uint64_t kExactIntegers = std::uint64_t{1} << 53;
  if (!is_shared()) {
    const Inline parts = NumberAccess::inline_parts(*this);
    const auto scale = static_cast<std::size_t>(parts.scale);
    if (parts.magnitude <= kExactIntegers && scale < kExactPowers.size()) {
      const double value = static_cast<double>(static_cast<std::uint64_t>(parts.magnitude)) / kExactPowers[scale];
      return parts.negative ? -value : value;
    }
  }
  const std::string text = to_string();
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc()) return value;
  const Decimal parts = decimal_of(*this);
  const bool is_large = digits_of(parts.coefficient) - parts.scale > 0;
  const double edge = is_large ? std::numeric_limits<double>::infinity() : 0.0;
  return sign() < 0 ? -edge : edge;
}

void Number::append_json(std::string& out) const {
  if (const auto whole = to_int64()) return append_integer(out, *whole);
  const double value = to_double();
  if (std::isfinite(value)) return append_double(out, value);
  out += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
}

}  // namespace jackfield::feel
