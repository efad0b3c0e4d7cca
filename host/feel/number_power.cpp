#include <cmath>
#include <cstdlib>

#include "feel/number_parts.hpp"

namespace jackfield::feel {

namespace {

constexpr std::int32_t kMaxExponent = 999'999'999;

// Square and multiply from the top bit, with as many guard digits as the exponent has digits, and one more.
std::optional<Decimal> whole_power(const Decimal& base, std::int32_t exponent) {
  if (exponent < -kMaxExponent || exponent > kMaxExponent) return std::nullopt;
  if (exponent == 0) return Decimal{1, 0, base.precision};
  const auto magnitude = static_cast<std::uint32_t>(std::abs(exponent));
  const std::int64_t precision = base.precision + digits_of(Uint128{magnitude}) + 1;
  Decimal result{1, 0, base.precision};
  bool has_begun = false;
  for (int bit = 30; bit >= 0; --bit) {
    if (has_begun) {
      auto square = product(result, result, precision);
      if (!square) return std::nullopt;
      result = std::move(*square);
    }
    if (((magnitude >> bit) & 1U) == 0) continue;
    has_begun = true;
    auto next = product(result, base, precision);
    if (!next) return std::nullopt;
    result = std::move(*next);
  }
  if (exponent < 0) {
    auto inverse = quotient(Decimal{1, 0, base.precision}, result, precision);
    if (!inverse) return std::nullopt;
    result = std::move(*inverse);
  }
  return rounded(std::move(result), base.precision);
}

}  // namespace

std::optional<Number> power(const Number& base, const Number& exponent) {
  if (!exponent.is_whole()) return Number::from_double(std::pow(base.to_double(), exponent.to_double()));
  auto result = whole_power(decimal_of(base), exponent.to_int32());
  if (!result) return std::nullopt;
  return NumberAccess::make(std::move(*result));
}

std::optional<Number> square_root(const Number& n) {
  return Number::from_double(std::sqrt(n.to_double()));
}

std::optional<Number> natural_logarithm(const Number& n) {
  return Number::from_double(std::log(n.to_double()));
}

std::optional<Number> exponential(const Number& n) {
  return Number::from_double(std::exp(n.to_double()));
}

}  // namespace jackfield::feel
