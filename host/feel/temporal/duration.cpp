#include "feel/temporal/duration.hpp"

#include <limits>

namespace jackfield::feel {

namespace {

__extension__ typedef __int128 Int128;

constexpr std::int64_t kNanos = 1'000'000'000;

std::optional<DaysTimeDuration> of_nanos(Int128 total) {
  Int128 seconds = total / kNanos;
  auto nanos = static_cast<std::int32_t>(total % kNanos);
  if (nanos < 0) {
    nanos += static_cast<std::int32_t>(kNanos);
    --seconds;
  }
  if (seconds < std::numeric_limits<std::int64_t>::min() || seconds > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  return DaysTimeDuration{static_cast<std::int64_t>(seconds), nanos};
}

Int128 nanos_of(const DaysTimeDuration& d) {
  return static_cast<Int128>(d.seconds) * kNanos + d.nanos;
}

std::optional<std::int64_t> millis_of(const DaysTimeDuration& d) {
  const Int128 millis = nanos_of(d) / 1'000'000;
  if (millis < std::numeric_limits<std::int64_t>::min() || millis > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(millis);
}

std::optional<std::int32_t> as_int32(std::int64_t value) {
  if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::int32_t>(value);
}

std::optional<YearsMonthsDuration> checked(std::int64_t years, std::int64_t months) {
  if (!as_int32(years) || !as_int32(months)) return std::nullopt;
  return make_years_months(years * 12 + months);
}

}  // namespace

std::optional<DaysTimeDuration> make_days_time(std::int64_t seconds, std::int64_t nanos) {
  return of_nanos(static_cast<Int128>(seconds) * kNanos + nanos);
}

std::optional<YearsMonthsDuration> make_years_months(std::int64_t total_months) {
  const auto years = as_int32(total_months / 12);
  if (!years) return std::nullopt;
  return YearsMonthsDuration{*years, static_cast<std::int32_t>(total_months % 12)};
}

std::optional<DaysTimeDuration> add(const DaysTimeDuration& a, const DaysTimeDuration& b) {
  return of_nanos(nanos_of(a) + nanos_of(b));
}

std::optional<DaysTimeDuration> subtract(const DaysTimeDuration& a, const DaysTimeDuration& b) {
  return of_nanos(nanos_of(a) - nanos_of(b));
}

std::optional<DaysTimeDuration> multiply(const DaysTimeDuration& d, const Number& factor) {
  return of_nanos(nanos_of(d) * factor.to_int32());
}

std::optional<DaysTimeDuration> divide(const DaysTimeDuration& d, const Number& divisor) {
  const auto millis = millis_of(d);
  if (!millis) return std::nullopt;
  const auto quotient = divide(Number(*millis), divisor);
  if (!quotient) return std::nullopt;
  return of_nanos(static_cast<Int128>(quotient->to_int32()) * 1'000'000);
}

std::optional<Number> divide(const DaysTimeDuration& a, const DaysTimeDuration& b) {
  const auto dividend = millis_of(a);
  const auto divisor = millis_of(b);
  if (!dividend || !divisor || *divisor == 0) return std::nullopt;
  if (*divisor == -1) return Number(static_cast<std::int64_t>(~static_cast<std::uint64_t>(*dividend) + 1));
  return Number(*dividend / *divisor);
}

std::optional<DaysTimeDuration> absolute(const DaysTimeDuration& d) {
  return d.seconds < 0 ? of_nanos(-nanos_of(d)) : d;
}

std::optional<YearsMonthsDuration> add(const YearsMonthsDuration& a, const YearsMonthsDuration& b) {
  return checked(std::int64_t{a.years} + b.years, std::int64_t{a.months} + b.months);
}

std::optional<YearsMonthsDuration> subtract(const YearsMonthsDuration& a, const YearsMonthsDuration& b) {
  return checked(std::int64_t{a.years} - b.years, std::int64_t{a.months} - b.months);
}

std::optional<YearsMonthsDuration> multiply(const YearsMonthsDuration& d, const Number& factor) {
  const std::int64_t scalar = factor.to_int32();
  return checked(d.years * scalar, d.months * scalar);
}

std::optional<YearsMonthsDuration> divide(const YearsMonthsDuration& d, const Number& divisor) {
  const auto quotient = divide(Number(d.total_months()), divisor);
  if (!quotient) return std::nullopt;
  return make_years_months(quotient->to_int32());
}

Number divide(const YearsMonthsDuration& a, const YearsMonthsDuration& b) {
  return Number(a.total_months() / b.total_months());
}

std::optional<YearsMonthsDuration> absolute(const YearsMonthsDuration& d) {
  return d.total_months() < 0 ? checked(-std::int64_t{d.years}, -std::int64_t{d.months}) : d;
}

}  // namespace jackfield::feel
