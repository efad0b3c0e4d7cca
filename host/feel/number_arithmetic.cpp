#include <bit>
#include <numeric>

#include "feel/number_parts.hpp"
#include "feel/number_short.hpp"

namespace jackfield::feel {

namespace {

// 38 digits fit into 128 bits in any case.
constexpr int kSafeDigits = 37;

bool is_64_bit(Uint128 magnitude) noexcept {
  return (magnitude >> 64) == 0;
}

Number from_decimal(std::optional<Decimal>&& value) {
  return NumberAccess::make(std::move(*value));
}

std::optional<Number> number_of(std::optional<Decimal>&& value) {
  if (!value) return std::nullopt;
  return from_decimal(std::move(value));
}

// A result of at most 38 digits, rounded to 34.
Number standard(bool negative, Uint128 magnitude, std::int64_t scale) {
  if (magnitude < small_power_of_ten(kStandardPrecision)) return NumberAccess::make(negative, magnitude, scale);
  for (int drop = digits_of(magnitude) - kStandardPrecision; drop > 0;
       drop = digits_of(magnitude) - kStandardPrecision) {
    bool inexact = false;
    magnitude = drop_digits(magnitude, drop, Rounding::HalfEven, negative, inexact);
    scale -= drop;
  }
  return NumberAccess::make(negative, magnitude, scale);
}

// A sum with zero has the larger scale, as far as 34 digits allow.
Inline padded_for_zero(Inline value, std::int32_t zero_scale) noexcept {
  const int room = kStandardPrecision - digits_of(value.magnitude);
  const int raise = std::min(room, zero_scale - value.scale);
  if (raise <= 0) return value;
  return {value.negative, value.scale + raise, value.magnitude * small_power_of_ten(raise)};
}

// Raises the one with the smaller scale; false when that does not fit.
bool align(Inline& a, Inline& b) noexcept {
  Inline& lower = a.scale < b.scale ? a : b;
  const Inline& higher = a.scale < b.scale ? b : a;
  const int raise = higher.scale - lower.scale;
  if (raise == 0) return true;
  constexpr int kSafeRaise = 19;  // 64 bits times 10^19 are 128 bits
  const bool fits = raise <= kSafeRaise && is_64_bit(lower.magnitude);
  if (!fits && (raise > kSafeDigits || digits_of(lower.magnitude) + raise > kSafeDigits)) return false;
  lower.magnitude *= small_power_of_ten(raise);
  lower.scale = higher.scale;
  return true;
}

// nullopt: not for 128 bits, the long way decides.
std::optional<Number> add_inline(Inline a, Inline b) {
  if (a.magnitude == 0 || b.magnitude == 0) {
    if (a.magnitude == 0 && b.magnitude == 0) return NumberAccess::make(false, 0, std::max(a.scale, b.scale));
    const Inline result = a.magnitude == 0 ? padded_for_zero(b, a.scale) : padded_for_zero(a, b.scale);
    return NumberAccess::make(result.negative, result.magnitude, result.scale);
  }
  if (!align(a, b)) return std::nullopt;
  if (a.negative == b.negative) return standard(a.negative, a.magnitude + b.magnitude, a.scale);
  if (a.magnitude >= b.magnitude) return standard(a.negative, a.magnitude - b.magnitude, a.scale);
  return standard(b.negative, b.magnitude - a.magnitude, a.scale);
}

// The least number of digits after which r / b ends, r < b; -1 if it never ends.
int digits_to_end(std::uint64_t r, std::uint64_t b) noexcept {
  b /= std::gcd(r, b);
  const int twos = std::countr_zero(b);
  b >>= twos;
  int fives = 0;
  for (; b % 5 == 0; b /= 5) ++fives;
  return b == 1 ? std::max(twos, fives) : -1;
}

// A quotient that does not end: 34 digits, half-even (a tie would have ended).
Number endless_quotient(bool negative, std::uint64_t a, std::uint64_t b, std::int64_t scale) {
  constexpr int kStep = 18;
  Uint128 digits = a / b;
  std::uint64_t rest = a % b;
  for (int have = digits == 0 ? 0 : digits_of(digits); have < kStandardPrecision;
       have = digits == 0 ? 0 : digits_of(digits)) {
    const int step = std::min(kStep, kStandardPrecision - have);
    const Uint128 next = static_cast<Uint128>(rest) * small_power_of_ten(step);
    digits = digits * small_power_of_ten(step) + next / b;
    rest = static_cast<std::uint64_t>(next % b);
    scale += step;
  }
  if (static_cast<Uint128>(rest) * 2 > b) ++digits;
  return standard(negative, digits, scale);
}

// nullopt: not for 128 bits, the long way decides.
std::optional<Number> divide_inline(const Inline& a, const Inline& b) {
  const bool negative = a.negative != b.negative;
  const std::int64_t preferred = std::int64_t{a.scale} - b.scale;
  if (a.magnitude == 0) return NumberAccess::make(false, 0, preferred);
  if (!is_64_bit(a.magnitude) || !is_64_bit(b.magnitude)) return std::nullopt;
  const auto x = static_cast<std::uint64_t>(a.magnitude);
  const auto y = static_cast<std::uint64_t>(b.magnitude);
  const std::uint64_t rest = x % y;
  if (rest == 0) return NumberAccess::make(negative, x / y, preferred);
  const int more = digits_to_end(rest, y);
  if (more < 0) return endless_quotient(negative, x, y, preferred);
  if (more > kSafeDigits || digits_of(a.magnitude) + more > kSafeDigits) return std::nullopt;
  const Uint128 exact = a.magnitude * small_power_of_ten(more) / y;
  if (digits_of(exact) > kStandardPrecision) return std::nullopt;
  return NumberAccess::make(negative, exact, preferred + more);
}

std::int64_t precision_of(const Number& n) noexcept {
  return NumberAccess::is_shared(n) ? NumberAccess::shared_value(n).precision : kStandardPrecision;
}

bool are_inline(const Number& a, const Number& b) noexcept {
  return !NumberAccess::is_shared(a) && !NumberAccess::is_shared(b);
}

}  // namespace

std::optional<Number> add(const Number& a, const Number& b) {
  if (Number out; ShortNumber::add(a, b, out)) return out;
  if (are_inline(a, b)) {
    if (auto result = add_inline(NumberAccess::inline_parts(a), NumberAccess::inline_parts(b))) return result;
  }
  return number_of(sum(decimal_of(a), decimal_of(b), precision_of(a)));
}

std::optional<Number> subtract(const Number& a, const Number& b) {
  if (Number out; ShortNumber::subtract(a, b, out)) return out;
  if (are_inline(a, b)) {
    Inline negated = NumberAccess::inline_parts(b);
    negated.negative = !negated.negative;
    if (auto result = add_inline(NumberAccess::inline_parts(a), negated)) return result;
  }
  Decimal negated = decimal_of(b);
  negated.coefficient = -negated.coefficient;
  return number_of(sum(decimal_of(a), negated, precision_of(a)));
}

std::optional<Number> multiply(const Number& a, const Number& b) {
  if (Number out; ShortNumber::multiply(a, b, out)) return out;
  if (are_inline(a, b)) {
    const Inline x = NumberAccess::inline_parts(a);
    const Inline y = NumberAccess::inline_parts(b);
    const bool fits = (is_64_bit(x.magnitude) && is_64_bit(y.magnitude)) ||
                      digits_of(x.magnitude) + digits_of(y.magnitude) <= kSafeDigits;
    if (fits) return standard(x.negative != y.negative, x.magnitude * y.magnitude, std::int64_t{x.scale} + y.scale);
  }
  return number_of(product(decimal_of(a), decimal_of(b), precision_of(a)));
}

std::optional<Number> divide(const Number& a, const Number& b) {
  if (b.is_zero()) return std::nullopt;
  if (are_inline(a, b)) {
    if (auto result = divide_inline(NumberAccess::inline_parts(a), NumberAccess::inline_parts(b))) return result;
  }
  return number_of(quotient(decimal_of(a), decimal_of(b), precision_of(a)));
}

std::optional<Number> remainder(const Number& a, const Number& b) {
  if (b.is_zero()) return std::nullopt;
  if (are_inline(a, b)) {
    const Inline x = NumberAccess::inline_parts(a);
    const Inline y = NumberAccess::inline_parts(b);
    if (x.scale == 0 && y.scale == 0 && is_64_bit(x.magnitude) && is_64_bit(y.magnitude)) {
      return NumberAccess::make(x.negative,
                                static_cast<std::uint64_t>(x.magnitude) % static_cast<std::uint64_t>(y.magnitude), 0);
    }
  }
  return number_of(remainder_of(decimal_of(a), decimal_of(b), precision_of(a)));
}

std::optional<Number> modulo(const Number& a, const Number& b) {
  const auto first = remainder(a, b);
  if (!first) return std::nullopt;
  const auto shifted = add(*first, b);
  if (!shifted) return std::nullopt;
  return remainder(*shifted, b);
}

Number negate(const Number& n) {
  if (!NumberAccess::is_shared(n)) {
    const Inline parts = NumberAccess::inline_parts(n);
    return NumberAccess::make(!parts.negative, parts.magnitude, parts.scale);
  }
  Decimal value = NumberAccess::shared_value(n);
  value.coefficient = -value.coefficient;
  const std::int64_t precision = value.precision;
  // Only a scale at the very end of its range cannot be rounded; such a number keeps its digits.
  auto result = rounded(value, precision);
  return NumberAccess::make(result ? std::move(*result) : std::move(value));
}

Number absolute(const Number& n) {
  return n.sign() < 0 ? negate(n) : n;
}

}  // namespace jackfield::feel
