#pragma once

// Arithmetic without a call, for numbers whose digits fit into 64 bits: nearly all there are.
//
// Such results have at most 20 digits, so nothing is ever rounded, and they are exactly those of number.hpp. False
// says that the operands or the result are too long for this way.

#include <array>
#include <cstdint>

#include "feel/number.hpp"

namespace jackfield::feel {

class ShortNumber {
 public:
  static bool add(const Number& a, const Number& b, Number& out) noexcept {
    return are_short(a, b) && sum(of(a), of(b), out);
  }
  static bool subtract(const Number& a, const Number& b, Number& out) noexcept {
    ShortNumber negated = of(b);
    negated.sign_ ^= kSign;
    return are_short(a, b) && sum(of(a), negated, out);
  }
  static bool multiply(const Number& a, const Number& b, Number& out) noexcept {
    const ShortNumber x = of(a);
    const ShortNumber y = of(b);
    std::uint64_t product = 0;
    if (!are_short(a, b) || __builtin_mul_overflow(x.magnitude_, y.magnitude_, &product)) return false;
    return write(product, x.sign_ ^ y.sign_, x.scale_ + y.scale_, out);
  }

  // `out` is negative, zero or positive.
  static bool compare(const Number& a, const Number& b, int& out) noexcept {
    ShortNumber x = of(a);
    ShortNumber y = of(b);
    if (!are_short(a, b)) return false;
    if (x.scale_ < y.scale_ && !raise(x, y.scale_)) return false;
    if (y.scale_ < x.scale_ && !raise(y, x.scale_)) return false;
    const int by_magnitude = x.magnitude_ < y.magnitude_ ? -1 : x.magnitude_ > y.magnitude_ ? 1 : 0;
    const int sign = x.sign_ == 0 ? 1 : -1;
    out = x.sign_ == y.sign_ ? sign * by_magnitude : sign;
    return true;
  }

 private:
  static constexpr int kScaleShift = 49;
  static constexpr std::uint64_t kSign = std::uint64_t{1} << 62;
  // Scales from 0 to 1023: two of them add up to one that a number holds.
  static constexpr std::uint64_t kScales = std::uint64_t{0x3FF} << kScaleShift;

  static bool are_short(const Number& a, const Number& b) noexcept {
    return ((a.high_ | b.high_) & ~(kSign | kScales)) == 0;
  }
  static ShortNumber of(const Number& n) noexcept {
    ShortNumber out;
    out.magnitude_ = n.low_;
    out.sign_ = n.high_ & kSign;
    out.scale_ = n.high_ & kScales;
    return out;
  }
  static bool write(std::uint64_t magnitude, std::uint64_t sign, std::uint64_t scale, Number& out) noexcept {
    Number written;
    written.low_ = magnitude;
    written.high_ = scale | (magnitude == 0 ? 0 : sign);
    out = std::move(written);
    return true;
  }

  static bool raise(ShortNumber& lower, std::uint64_t scale) noexcept {
    static constexpr std::array<std::uint64_t, 10> kPowers{1,       10,        100,        1'000,       10'000,
                                                           100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};
    const std::uint64_t places = (scale - lower.scale_) >> kScaleShift;
    lower.scale_ = scale;
    return places < kPowers.size() && !__builtin_mul_overflow(lower.magnitude_, kPowers[places], &lower.magnitude_);
  }

  static bool sum(ShortNumber a, ShortNumber b, Number& out) noexcept {
    if (a.scale_ < b.scale_ && !raise(a, b.scale_)) return false;
    if (b.scale_ < a.scale_ && !raise(b, a.scale_)) return false;
    std::uint64_t magnitude = 0;
    if (a.sign_ == b.sign_) {
      if (__builtin_add_overflow(a.magnitude_, b.magnitude_, &magnitude)) return false;
      return write(magnitude, a.sign_, a.scale_, out);
    }
    const bool is_a_larger = a.magnitude_ >= b.magnitude_;
    magnitude = is_a_larger ? a.magnitude_ - b.magnitude_ : b.magnitude_ - a.magnitude_;
    return write(magnitude, is_a_larger ? a.sign_ : b.sign_, a.scale_, out);
  }

  std::uint64_t magnitude_ = 0;
  std::uint64_t sign_ = 0;
  std::uint64_t scale_ = 0;
};

}  // namespace jackfield::feel
