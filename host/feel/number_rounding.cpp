#include "feel/number_parts.hpp"

namespace jackfield::feel {

namespace {

// The JVM has no power of ten beyond.
constexpr std::int64_t kMostDropped = 536'870'919;

std::int32_t scale_of(const Number& n) {
  return NumberAccess::is_shared(n) ? NumberAccess::shared_value(n).scale : NumberAccess::inline_parts(n).scale;
}

// nullopt: not for 128 bits, the long way decides. The rounding is not Unnecessary.
std::optional<Number> rescale_inline(const Inline& value, std::int32_t scale, Rounding rounding) {
  const std::int64_t raise = std::int64_t{scale} - value.scale;
  if (value.magnitude == 0) return NumberAccess::make(false, 0, scale);
  const int digits = digits_of(value.magnitude);
  if (raise >= 0) {
    if (digits + raise > kStandardPrecision) return std::nullopt;
    return NumberAccess::make(value.negative, value.magnitude * small_power_of_ten(static_cast<int>(raise)), scale);
  }
  if (-raise > kStandardPrecision) return std::nullopt;
  bool inexact = false;
  const Uint128 kept = drop_digits(value.magnitude, static_cast<int>(-raise), rounding, value.negative, inexact);
  return NumberAccess::make(value.negative, kept, scale);
}

}  // namespace

std::optional<Number> rescale(const Number& n, std::int32_t scale, Rounding rounding) {
  if (std::int64_t{scale_of(n)} - scale > kMostDropped && !n.is_zero()) return std::nullopt;
  if (!NumberAccess::is_shared(n)) {
    const Inline value = NumberAccess::inline_parts(n);
    if (value.scale == scale) return n;
    if (rounding != Rounding::Unnecessary) {
      if (auto result = rescale_inline(value, scale, rounding)) return result;
    }
  }
  auto result = rescaled(decimal_of(n), scale, rounding);
  if (!result) return std::nullopt;
  return NumberAccess::make(std::move(*result));
}

}  // namespace jackfield::feel
