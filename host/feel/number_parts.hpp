#pragma once

// Inside of Number: its two representations, and the arithmetic on the large one. For the sources of Number only.
//
// Not a door: include it from sources whose names begin with "number" and from nowhere else; it brings in Boost.
//
// A Decimal is what a Number means; every rule of the language is written once, on Decimals. The 128-bit paths in
// number_arithmetic.cpp go before those rules and give the same results for what fits.

#include <atomic>
#include <bit>
#include <cstdint>
#include <optional>

#include <boost/multiprecision/cpp_int.hpp>

#include "feel/number.hpp"

namespace jackfield::feel {

__extension__ typedef unsigned __int128 Uint128;

namespace mp = boost::multiprecision;

// 512 bits before it allocates: products of two 34-digit numbers fit.
using Int = mp::number<mp::cpp_int_backend<512, 0, mp::signed_magnitude, mp::unchecked>, mp::et_off>;

inline constexpr int kStandardPrecision = 34;
inline constexpr std::int32_t kMaxInlineScale = 4095;
// A bound on the memory and time of one number; the JVM's own bound is 2^31 bits.
inline constexpr std::int64_t kMaxDigits = 20'000;

// Any number at all. A plain value; copying one copies its digits.
struct Decimal {
  Int coefficient;
  std::int32_t scale = 0;
  std::int32_t precision = kStandardPrecision;  // digits that its arithmetic keeps
};

struct Number::Cell {
  std::atomic<std::uint32_t> owners{1};
  Decimal value;
};

// What an inline number holds.
struct Inline {
  bool negative;
  std::int32_t scale;
  Uint128 magnitude;
};

// The one way into the bits of a Number.
struct NumberAccess {
  static bool is_shared(const Number& n) noexcept { return n.is_shared(); }
  static Inline inline_parts(const Number& n) noexcept {
    auto scale = static_cast<std::int32_t>((n.high_ >> kScaleShift) & kScaleMask);
    if (scale > kMaxInlineScale) scale -= static_cast<std::int32_t>(kScaleMask) + 1;
    return {(n.high_ & kSignBit) != 0, scale, (static_cast<Uint128>(n.high_ & kCoefficientMask) << 64) | n.low_};
  }
  static const Decimal& shared_value(const Number& n) noexcept {
    return std::bit_cast<const Number::Cell*>(n.low_)->value;
  }

  // The magnitude has at most 34 digits. Scales beyond ±4095 make a shared number.
  static Number make(bool negative, Uint128 magnitude, std::int64_t scale) {
    if (scale < -kMaxInlineScale || scale > kMaxInlineScale) return make_shared(negative, magnitude, scale);
    Number n;
    n.low_ = static_cast<std::uint64_t>(magnitude);
    n.high_ = static_cast<std::uint64_t>(magnitude >> 64) |
              ((static_cast<std::uint64_t>(scale) & kScaleMask) << kScaleShift) |
              (negative && magnitude != 0 ? kSignBit : 0);
    return n;
  }
  static Number make(Decimal value);

  static constexpr int kScaleShift = 49;
  static constexpr std::uint64_t kScaleMask = 0x1FFF;
  static constexpr std::uint64_t kCoefficientMask = (std::uint64_t{1} << kScaleShift) - 1;
  static constexpr std::uint64_t kSignBit = std::uint64_t{1} << 62;

 private:
  static Number make_shared(bool negative, Uint128 magnitude, std::int64_t scale);
};

// The number in its large form, whichever form it has.
Decimal decimal_of(const Number& n);

// Digits of a magnitude; 1 for zero.
int digits_of(Uint128 magnitude) noexcept;
std::int64_t digits_of(const Int& coefficient);
// Powers from a table; the large ones are computed each time.
Uint128 small_power_of_ten(int exponent) noexcept;  // up to 38
Int power_of_ten(std::int64_t exponent);

// 32 bits or nothing; a zero's scale saturates.
std::optional<std::int32_t> checked_scale(std::int64_t scale, bool is_zero) noexcept;

// Half-even by default: the magnitude without its last `drop` digits, at most 38.
Uint128 drop_digits(Uint128 magnitude, int drop, Rounding rounding, bool negative, bool& inexact) noexcept;
// numerator / denominator as an integer; the denominator is positive.
Int divide_rounded(const Int& numerator, const Int& denominator, Rounding rounding, bool& inexact);

// The rules of decimal arithmetic with a precision. nullopt: overflow of the scale, division by zero, too many digits.
std::optional<Decimal> rounded(Decimal value, std::int64_t precision, Rounding rounding = Rounding::HalfEven);
std::optional<Decimal> rescaled(const Decimal& value, std::int64_t scale, Rounding rounding);
std::optional<Decimal> sum(const Decimal& a, const Decimal& b, std::int64_t precision);
std::optional<Decimal> product(const Decimal& a, const Decimal& b, std::int64_t precision);
std::optional<Decimal> quotient(const Decimal& a, const Decimal& b, std::int64_t precision,
                                Rounding rounding = Rounding::HalfEven);
// nullopt too when the whole quotient has more digits than the precision.
std::optional<Decimal> remainder_of(const Decimal& a, const Decimal& b, std::int64_t precision);
// Without signs: negative, zero or positive.
int compare_magnitudes(const Decimal& a, const Decimal& b);
// Without trailing zeros as far as the scale stays at or above `preferred`.
void strip_zeros(Decimal& value, std::int64_t preferred);

}  // namespace jackfield::feel
