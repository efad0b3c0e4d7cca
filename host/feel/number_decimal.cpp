#include <algorithm>
#include <array>

#include "feel/number_parts.hpp"

namespace jackfield::feel {

namespace {

constexpr auto kPowers = [] {
  std::array<Uint128, 39> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

// Whether the magnitude grows, from what is left over: its comparison with half of the last kept place.
bool rounds_away(Rounding rounding, bool negative, bool is_odd, int against_half) noexcept {
  switch (rounding) {
    case Rounding::Up:
      return true;
    case Rounding::Down:
    case Rounding::Unnecessary:
      return false;
    case Rounding::Ceiling:
      return !negative;
    case Rounding::Floor:
      return negative;
    case Rounding::HalfUp:
      return against_half >= 0;
    case Rounding::HalfDown:
      return against_half > 0;
    case Rounding::HalfEven:
      return against_half > 0 || (against_half == 0 && is_odd);
  }
  return false;
}

// The same value with a larger scale.
std::optional<Decimal> widened(const Decimal& value, std::int64_t scale) {
  const std::int64_t raise = scale - value.scale;
  if (!value.coefficient.is_zero() && digits_of(value.coefficient) + raise > kMaxDigits) return std::nullopt;
  Decimal result{value.coefficient, static_cast<std::int32_t>(scale), value.precision};
  if (!value.coefficient.is_zero()) result.coefficient *= power_of_ten(raise);
  return result;
}

// A zero on one side leaves the other, padded toward the larger scale as far as the precision goes.
std::optional<Decimal> sum_with_zero(const Decimal& a, const Decimal& b, std::int64_t precision) {
  const std::int32_t preferred = std::max(a.scale, b.scale);
  if (a.coefficient.is_zero() && b.coefficient.is_zero()) return Decimal{0, preferred, a.precision};
  std::optional<Decimal> result = rounded(a.coefficient.is_zero() ? b : a, precision);
  if (!result) return std::nullopt;
  result->precision = a.precision;
  if (result->scale > preferred) {
    strip_zeros(*result, preferred);
  } else if (result->scale < preferred) {
    const std::int64_t room = precision - digits_of(result->coefficient);
    result = widened(*result, result->scale + std::min<std::int64_t>(room, std::int64_t{preferred} - result->scale));
  }
  return result;
}

// A small operand that lies entirely below the digits of the result counts by its sign only.
std::optional<Decimal> condensed(const Decimal& small, const Decimal& big, std::int64_t precision) {
  const std::int64_t ulp_scale = std::int64_t{big.scale} - digits_of(big.coefficient) + precision;
  const std::int64_t small_top = std::int64_t{small.scale} - digits_of(small.coefficient) + 1;
  if (small_top <= std::int64_t{big.scale} + 2 || small_top <= ulp_scale + 2) return small;
  const auto scale = checked_scale(std::max<std::int64_t>(big.scale, ulp_scale) + 3, false);
  if (!scale) return std::nullopt;
  return Decimal{small.coefficient.sign(), *scale, small.precision};
}

// Without rounding; only for operands whose alignment is known to be bounded or worth refusing.
std::optional<Decimal> exact_sum(const Decimal& a, const Decimal& b) {
  const std::int32_t scale = std::max(a.scale, b.scale);
  const auto x = widened(a, scale);
  const auto y = widened(b, scale);
  if (!x || !y) return std::nullopt;
  return Decimal{x->coefficient + y->coefficient, scale, a.precision};
}

std::optional<Decimal> exact_product(const Decimal& a, const Decimal& b) {
  Decimal result{a.coefficient * b.coefficient, 0, a.precision};
  const auto scale = checked_scale(std::int64_t{a.scale} + b.scale, result.coefficient.is_zero());
  if (!scale) return std::nullopt;
  result.scale = *scale;
  return result;
}

std::int32_t saturated(std::int64_t scale) noexcept {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(scale, INT32_MIN, INT32_MAX));
}

// The whole part of a / b, |a| >= |b|. nullopt when it has more digits than the precision.
std::optional<Decimal> whole_quotient(const Decimal& a, const Decimal& b, std::int64_t precision) {
  const std::int32_t preferred = saturated(std::int64_t{a.scale} - b.scale);
  std::optional<Decimal> result = quotient(a, b, precision, Rounding::Down);
  if (!result) return std::nullopt;
  if (result->scale < 0) {
    auto taken = exact_product(*result, b);
    if (!taken) return std::nullopt;
    taken->coefficient = -taken->coefficient;
    const auto left = exact_sum(a, *taken);
    if (!left || compare_magnitudes(*left, b) >= 0) return std::nullopt;
  } else if (result->scale > 0) {
    result = rescaled(*result, 0, Rounding::Down);
    if (!result) return std::nullopt;
  }
  const std::int64_t room = precision - digits_of(result->coefficient);
  if (preferred > result->scale && room > 0) {
    return widened(*result, result->scale + std::min<std::int64_t>(room, std::int64_t{preferred} - result->scale));
  }
  strip_zeros(*result, preferred);
  return result;
}

}  // namespace

Uint128 small_power_of_ten(int exponent) noexcept {
  return kPowers[static_cast<std::size_t>(exponent)];
}

int digits_of(Uint128 magnitude) noexcept {
  const auto high = static_cast<std::uint64_t>(magnitude >> 64);
  const auto low = static_cast<std::uint64_t>(magnitude);
  const int bits = high != 0 ? 128 - __builtin_clzll(high) : low != 0 ? 64 - __builtin_clzll(low) : 1;
  const int guess = bits * 1233 >> 12;  // log10(2)
  return guess + (magnitude >= small_power_of_ten(guess) || guess == 0 ? 1 : 0);
}

Int power_of_ten(std::int64_t exponent) {
  if (exponent < 39) {
    const Uint128 power = small_power_of_ten(static_cast<int>(exponent));
    return (Int(static_cast<std::uint64_t>(power >> 64)) << 64) | Int(static_cast<std::uint64_t>(power));
  }
  return mp::pow(Int(10), static_cast<unsigned>(exponent));
}

std::int64_t digits_of(const Int& coefficient) {
  if (coefficient.is_zero()) return 1;
  const Int magnitude = mp::abs(coefficient);
  const auto bits = static_cast<std::int64_t>(mp::msb(magnitude)) + 1;
  // Never too large, and too small by one at most.
  const auto guess = static_cast<std::int64_t>(static_cast<double>(bits - 1) * 0.30102999566398114);
  return magnitude < power_of_ten(guess + 1) ? guess + 1 : guess + 2;
}

std::optional<std::int32_t> checked_scale(std::int64_t scale, bool is_zero) noexcept {
  if (is_zero) return saturated(scale);
  if (scale < INT32_MIN || scale > INT32_MAX) return std::nullopt;
  return static_cast<std::int32_t>(scale);
}

Uint128 drop_digits(Uint128 magnitude, int drop, Rounding rounding, bool negative, bool& inexact) noexcept {
  const Uint128 unit = small_power_of_ten(drop);
  const Uint128 kept = magnitude / unit;
  const Uint128 left = magnitude - kept * unit;
  inexact = left != 0;
  if (!inexact) return kept;
  const Uint128 half = unit / 2;
  const int against_half = left < half ? -1 : left > half ? 1 : 0;
  return kept + (rounds_away(rounding, negative, (kept & 1) != 0, against_half) ? 1 : 0);
}

Int divide_rounded(const Int& numerator, const Int& denominator, Rounding rounding, bool& inexact) {
  Int kept;
  Int left;
  mp::divide_qr(numerator, denominator, kept, left);
  inexact = !left.is_zero();
  if (!inexact) return kept;
  const bool negative = numerator < 0;
  const int against_half = (mp::abs(left) * 2).compare(denominator);
  if (rounds_away(rounding, negative, mp::bit_test(mp::abs(kept), 0), against_half)) kept += negative ? -1 : 1;
  return kept;
}

void strip_zeros(Decimal& value, std::int64_t preferred) {
  if (value.coefficient.is_zero()) return;
  // Long runs go in large steps.
  for (std::int64_t step = 4096; step >= 1; step = step > 1 ? step / 16 : 0) {
    const Int unit = power_of_ten(step);
    while (value.scale - step >= preferred && value.scale - step >= INT32_MIN) {
      Int kept;
      Int left;
      mp::divide_qr(value.coefficient, unit, kept, left);
      if (!left.is_zero()) break;
      value.coefficient = kept;
      value.scale -= static_cast<std::int32_t>(step);
    }
  }
}

std::optional<Decimal> rounded(Decimal value, std::int64_t precision, Rounding rounding) {
  for (std::int64_t drop = digits_of(value.coefficient) - precision; drop > 0;
       drop = digits_of(value.coefficient) - precision) {
    const auto scale = checked_scale(value.scale - drop, false);
    if (!scale) return std::nullopt;
    bool inexact = false;
    value.coefficient = divide_rounded(value.coefficient, power_of_ten(drop), rounding, inexact);
    value.scale = *scale;
  }
  return value;
}

std::optional<Decimal> rescaled(const Decimal& value, std::int64_t scale, Rounding rounding) {
  const std::int64_t distance = scale >= value.scale ? scale - value.scale : value.scale - scale;
  if (!checked_scale(distance, value.coefficient.is_zero())) return std::nullopt;
  if (scale >= value.scale) return widened(value, scale);
  const std::int64_t drop = value.scale - scale;
  const std::int64_t digits = digits_of(value.coefficient);
  // Everything goes: what is left is zero or one unit, decided by a number that is just as far below a half.
  const bool all_dropped = drop > digits + 1;
  const Int numerator = all_dropped ? Int(value.coefficient.sign()) : value.coefficient;
  bool inexact = false;
  Decimal result{divide_rounded(numerator, power_of_ten(all_dropped ? 2 : drop), rounding, inexact),
                 static_cast<std::int32_t>(scale), value.precision};
  if (inexact && rounding == Rounding::Unnecessary) return std::nullopt;
  return result;
}

std::optional<Decimal> sum(const Decimal& a, const Decimal& b, std::int64_t precision) {
  if (a.coefficient.is_zero() || b.coefficient.is_zero()) return sum_with_zero(a, b, precision);
  if (a.scale == b.scale) return rounded(Decimal{a.coefficient + b.coefficient, a.scale, a.precision}, precision);
  const bool a_is_big = a.scale < b.scale;
  const auto small = condensed(a_is_big ? b : a, a_is_big ? a : b, precision);
  if (!small) return std::nullopt;
  auto result = exact_sum(a_is_big ? a : b, *small);
  if (!result) return std::nullopt;
  result->precision = a.precision;
  return rounded(std::move(*result), precision);
}

std::optional<Decimal> product(const Decimal& a, const Decimal& b, std::int64_t precision) {
  auto result = exact_product(a, b);
  if (!result) return std::nullopt;
  return rounded(std::move(*result), precision);
}

std::optional<Decimal> quotient(const Decimal& a, const Decimal& b, std::int64_t precision, Rounding rounding) {
  if (b.coefficient.is_zero()) return std::nullopt;
  const std::int64_t preferred = std::int64_t{a.scale} - b.scale;
  if (a.coefficient.is_zero()) return Decimal{0, saturated(preferred), a.precision};
  const std::int64_t digits_a = digits_of(a.coefficient);
  std::int64_t digits_b = digits_of(b.coefficient);
  if (compare_magnitudes({a.coefficient, saturated(digits_a), 0}, {b.coefficient, saturated(digits_b), 0}) > 0) {
    --digits_b;
  }
  const auto scale = checked_scale(preferred + digits_b - digits_a + precision, false);
  const auto wanted = checked_scale(preferred, false);
  if (!scale || !wanted) return std::nullopt;
  const std::int64_t raise = precision + digits_b - digits_a;
  Int numerator = a.coefficient;
  Int denominator = b.coefficient;
  if (raise > 0) numerator *= power_of_ten(raise);
  if (raise < 0) denominator *= power_of_ten(-raise);
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  bool inexact = false;
  Decimal result{divide_rounded(numerator, denominator, rounding, inexact), *scale, a.precision};
  if (!inexact) strip_zeros(result, *wanted);
  return rounded(std::move(result), precision, rounding);
}

std::optional<Decimal> remainder_of(const Decimal& a, const Decimal& b, std::int64_t precision) {
  if (b.coefficient.is_zero()) return std::nullopt;
  if (compare_magnitudes(a, b) < 0) return a;
  auto whole = whole_quotient(a, b, precision);
  if (!whole) return std::nullopt;
  auto taken = exact_product(*whole, b);
  if (!taken) return std::nullopt;
  taken->coefficient = -taken->coefficient;
  return exact_sum(a, *taken);
}

int compare_magnitudes(const Decimal& a, const Decimal& b) {
  if (a.coefficient.is_zero() || b.coefficient.is_zero()) {
    return (a.coefficient.is_zero() ? 0 : 1) - (b.coefficient.is_zero() ? 0 : 1);
  }
  const std::int64_t digits_a = digits_of(a.coefficient);
  const std::int64_t digits_b = digits_of(b.coefficient);
  const std::int64_t top_a = digits_a - a.scale;
  const std::int64_t top_b = digits_b - b.scale;
  if (top_a != top_b) return top_a < top_b ? -1 : 1;
  Int x = mp::abs(a.coefficient);
  Int y = mp::abs(b.coefficient);
  if (digits_b > digits_a) x *= power_of_ten(digits_b - digits_a);
  if (digits_a > digits_b) y *= power_of_ten(digits_a - digits_b);
  return x.compare(y);
}

}  // namespace jackfield::feel
