#include "feel/number.hpp"

#include <bit>
#include <utility>

#include "base/assert.hpp"
#include "feel/number_parts.hpp"
#include "feel/number_short.hpp"

namespace jackfield::feel {

namespace {

constexpr std::uint64_t kSignBit = NumberAccess::kSignBit;
constexpr std::uint64_t kSharedBit = std::uint64_t{1} << 63;

Uint128 magnitude_of(const Int& coefficient) {
  const Int magnitude = mp::abs(coefficient);
  return (static_cast<Uint128>(static_cast<std::uint64_t>(magnitude >> 64)) << 64) |
         static_cast<std::uint64_t>(magnitude & Int(~std::uint64_t{0}));
}

Int int_of(bool negative, Uint128 magnitude) {
  Int value = static_cast<std::uint64_t>(magnitude >> 64);
  value <<= 64;
  value |= Int(static_cast<std::uint64_t>(magnitude));
  return negative ? Int(-value) : value;
}

// The finalizer of SplitMix64: every bit of the input reaches every bit of the hash.
std::uint64_t mixed(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

// Of the shortest form, so that trailing zeros do not count.
std::size_t hash_of(bool negative, Uint128 magnitude, std::int64_t scale) noexcept {
  if (magnitude == 0) return 0;
  while (magnitude % 10 == 0) {
    magnitude /= 10;
    --scale;
  }
  const auto low = static_cast<std::uint64_t>(magnitude);
  const auto high = static_cast<std::uint64_t>(magnitude >> 64);
  return mixed(low + mixed(high + mixed(static_cast<std::uint64_t>(scale) * 2 + (negative ? 1 : 0))));
}

// Only numbers with their first digit at the same place need their digits compared, and those align within 34 digits.
int compare_magnitudes(const Inline& a, const Inline& b) noexcept {
  if (a.scale == b.scale) return a.magnitude < b.magnitude ? -1 : a.magnitude > b.magnitude ? 1 : 0;
  const int digits_a = digits_of(a.magnitude);
  const int digits_b = digits_of(b.magnitude);
  const int top_a = digits_a - a.scale;
  const int top_b = digits_b - b.scale;
  if (top_a != top_b) return top_a < top_b ? -1 : 1;
  const Uint128 x = a.magnitude * (digits_b > digits_a ? small_power_of_ten(digits_b - digits_a) : 1);
  const Uint128 y = b.magnitude * (digits_a > digits_b ? small_power_of_ten(digits_a - digits_b) : 1);
  return x < y ? -1 : x > y ? 1 : 0;
}

int compare(const Number& a, const Number& b) {
  if (int out = 0; ShortNumber::compare(a, b, out)) return out;
  const int sign = a.sign();
  if (sign != b.sign()) return sign < b.sign() ? -1 : 1;
  if (sign == 0) return 0;
  if (!NumberAccess::is_shared(a) && !NumberAccess::is_shared(b)) {
    return sign * compare_magnitudes(NumberAccess::inline_parts(a), NumberAccess::inline_parts(b));
  }
  return sign * compare_magnitudes(decimal_of(a), decimal_of(b));
}

}  // namespace

Number NumberAccess::make_shared(bool negative, Uint128 magnitude, std::int64_t scale) {
  return make(Decimal{int_of(negative, magnitude), static_cast<std::int32_t>(scale), kStandardPrecision});
}

Number NumberAccess::make(Decimal value) {
  const bool fits = value.precision == kStandardPrecision && value.scale >= -kMaxInlineScale &&
                    value.scale <= kMaxInlineScale && digits_of(value.coefficient) <= kStandardPrecision;
  if (fits) return make(value.coefficient < 0, magnitude_of(value.coefficient), value.scale);
  Number n;
  auto* cell = new Number::Cell;
  cell->value = std::move(value);
  n.low_ = std::bit_cast<std::uint64_t>(cell);
  n.high_ = kSharedBit;
  return n;
}

Decimal decimal_of(const Number& n) {
  if (NumberAccess::is_shared(n)) return NumberAccess::shared_value(n);
  const Inline parts = NumberAccess::inline_parts(n);
  return {int_of(parts.negative, parts.magnitude), parts.scale, kStandardPrecision};
}

Number& Number::operator=(const Number& other) noexcept {
  other.retain();
  release();
  low_ = other.low_;
  high_ = other.high_;
  return *this;
}

void Number::retain_cell() const noexcept {
  std::bit_cast<Cell*>(low_)->owners.fetch_add(1, std::memory_order_relaxed);
}

void Number::release_cell() noexcept {
  auto* cell = std::bit_cast<Cell*>(low_);
  if (cell->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete cell;
}

int Number::sign() const noexcept {
  if (is_shared()) return NumberAccess::shared_value(*this).coefficient.sign();
  if (low_ == 0 && (high_ & NumberAccess::kCoefficientMask) == 0) return 0;
  return (high_ & kSignBit) != 0 ? -1 : 1;
}

bool Number::is_whole() const {
  if (!is_shared()) {
    const Inline parts = NumberAccess::inline_parts(*this);
    if (parts.scale <= 0 || parts.magnitude == 0) return true;
    return parts.scale < digits_of(parts.magnitude) && parts.magnitude % small_power_of_ten(parts.scale) == 0;
  }
  Decimal value = NumberAccess::shared_value(*this);
  strip_zeros(value, 0);
  return value.scale <= 0 || value.coefficient.is_zero();
}

std::int64_t Number::wrapped_int64() const {
  if (!is_shared() && high_ == 0) return static_cast<std::int64_t>(low_);
  const Decimal value = decimal_of(*this);
  constexpr std::int32_t kNoLowBits = -64;  // 10^64 is a multiple of 2^64
  if (value.scale <= kNoLowBits || value.scale >= digits_of(value.coefficient)) return 0;
  Int whole = mp::abs(value.coefficient);
  if (value.scale > 0) whole /= power_of_ten(value.scale);
  if (value.scale < 0) whole *= power_of_ten(-std::int64_t{value.scale});
  const auto low = static_cast<std::uint64_t>(whole & Int(~std::uint64_t{0}));
  return static_cast<std::int64_t>(value.coefficient < 0 ? ~low + 1 : low);
}

std::int32_t Number::to_int32() const {
  return static_cast<std::int32_t>(wrapped_int64());
}

std::optional<std::int64_t> Number::to_int64() const {
  if (!is_shared() && high_ == 0 && low_ <= static_cast<std::uint64_t>(INT64_MAX)) {
    return static_cast<std::int64_t>(low_);
  }
  if (!is_whole()) return std::nullopt;
  const std::int64_t value = wrapped_int64();
  if (*this != Number(value)) return std::nullopt;
  return value;
}

std::size_t Number::hash() const {
  if (!is_shared()) {
    const Inline parts = NumberAccess::inline_parts(*this);
    return hash_of(parts.negative, parts.magnitude, parts.scale);
  }
  Decimal value = NumberAccess::shared_value(*this);
  strip_zeros(value, INT64_MIN);
  const bool negative = value.coefficient < 0;
  if (digits_of(value.coefficient) <= kStandardPrecision) {
    return hash_of(negative, magnitude_of(value.coefficient), value.scale);
  }
  return mp::hash_value(value.coefficient) ^ mixed(static_cast<std::uint64_t>(value.scale));
}

bool operator==(const Number& a, const Number& b) {
  if (!a.is_shared() && a.low_ == b.low_ && a.high_ == b.high_) return true;
  return compare(a, b) == 0;
}

std::weak_ordering operator<=>(const Number& a, const Number& b) {
  return compare(a, b) <=> 0;
}

}  // namespace jackfield::feel
