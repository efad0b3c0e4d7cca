#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "feel/number_parts.hpp"

namespace jackfield::feel {

namespace {

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

// The scale is not negative.
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

// Plain while the first digit stands no deeper than the sixth place; by exponent otherwise.
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

// Takes d.ddde±xx apart, in place: the first digit moves over the point.
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

}  // namespace

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
  // Both exact, so one division rounds once.
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
