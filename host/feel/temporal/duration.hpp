#pragma once

// The two durations of FEEL: days and time (an exact length) and years and months (a count of calendar months).
//
// Both forms of text exist in two dialects: the language writes P1DT2H and -P1Y2M, JSON has what Java writes.
//
// Values; any thread. nullopt stands for a result beyond what the type can hold, which fails the evaluation, unless a
// function's comment says otherwise.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "feel/number.hpp"

namespace jackfield::feel {

struct DaysTimeDuration {
  std::int64_t seconds = 0;  // rounded down, so that nanos is never negative
  std::int32_t nanos = 0;    // 0 to 999,999,999

  // Properties of the value. Whole seconds rounded down first, then truncated.
  std::int64_t days() const noexcept { return seconds / 86'400; }
  std::int64_t hours() const noexcept { return seconds / 3'600 % 24; }
  std::int64_t minutes() const noexcept { return seconds / 60 % 60; }
  std::int64_t second() const noexcept { return seconds % 60; }
  bool is_zero() const noexcept { return seconds == 0 && nanos == 0; }

  friend auto operator<=>(const DaysTimeDuration&, const DaysTimeDuration&) = default;
};

struct YearsMonthsDuration {
  std::int32_t years = 0;  // both of one sign, |months| < 12
  std::int32_t months = 0;

  std::int64_t total_months() const noexcept { return std::int64_t{years} * 12 + months; }

  friend bool operator==(const YearsMonthsDuration&, const YearsMonthsDuration&) = default;
  friend auto operator<=>(const YearsMonthsDuration& a, const YearsMonthsDuration& b) {
    return a.total_months() <=> b.total_months();
  }
};

// nullopt: not a duration of that kind. The literal duration("…") also takes lower case and plus signs.
enum class DurationForm : std::uint8_t { Literal, Other };
std::optional<DaysTimeDuration> parse_days_time(std::string_view text, DurationForm form);
std::optional<YearsMonthsDuration> parse_years_months(std::string_view text);
// Text that can be nothing else, valid or not.
bool looks_like_years_months(std::string_view text);

// Carries: nanoseconds into seconds, months into years. nullopt: beyond what the type holds.
std::optional<DaysTimeDuration> make_days_time(std::int64_t seconds, std::int64_t nanos);
std::optional<YearsMonthsDuration> make_years_months(std::int64_t total_months);

// The text of string(): P1DT12H, -P1Y2M. Fractions of a second are dropped.
void append_to(std::string& out, const DaysTimeDuration& d);
void append_to(std::string& out, const YearsMonthsDuration& d);
// The text in JSON: PT36H0.5S, PT-1H, P-1Y-2M.
void append_json_text(std::string& out, const DaysTimeDuration& d);
void append_json_text(std::string& out, const YearsMonthsDuration& d);

// Exact; beyond 64 bits of seconds there is no result.
std::optional<DaysTimeDuration> add(const DaysTimeDuration& a, const DaysTimeDuration& b);
std::optional<DaysTimeDuration> subtract(const DaysTimeDuration& a, const DaysTimeDuration& b);
// The factor is truncated to 32 bits, wrapping.
std::optional<DaysTimeDuration> multiply(const DaysTimeDuration& d, const Number& factor);
// Whole milliseconds, wrapped to 32 bits. The divisor is not zero.
std::optional<DaysTimeDuration> divide(const DaysTimeDuration& d, const Number& divisor);
// How often whole b fits into a, by milliseconds. nullopt when b has none.
std::optional<Number> divide(const DaysTimeDuration& a, const DaysTimeDuration& b);
std::optional<DaysTimeDuration> absolute(const DaysTimeDuration& d);

// Years and months each stay within 32 bits on the way, or there is no result.
std::optional<YearsMonthsDuration> add(const YearsMonthsDuration& a, const YearsMonthsDuration& b);
std::optional<YearsMonthsDuration> subtract(const YearsMonthsDuration& a, const YearsMonthsDuration& b);
std::optional<YearsMonthsDuration> multiply(const YearsMonthsDuration& d, const Number& factor);
// Whole months. The divisor is not zero.
std::optional<YearsMonthsDuration> divide(const YearsMonthsDuration& d, const Number& divisor);
// The divisor is not zero.
Number divide(const YearsMonthsDuration& a, const YearsMonthsDuration& b);
std::optional<YearsMonthsDuration> absolute(const YearsMonthsDuration& d);

}  // namespace jackfield::feel
