#pragma once

// A day of the proleptic Gregorian calendar, years -999,999,999 to 999,999,999.
//
// Values; any thread. nullopt from arithmetic: beyond the calendar, which fails the evaluation.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "feel/temporal/duration.hpp"

namespace jackfield::feel {

struct Date {
  std::int32_t year = 1970;
  std::uint8_t month = 1;
  std::uint8_t day = 1;

  friend auto operator<=>(const Date&, const Date&) = default;
};

inline constexpr std::int32_t kMaxYear = 999'999'999;

// From parts or from text as literals and functions take it. nullopt: no such day.
std::optional<Date> make_date(std::int64_t year, std::int64_t month, std::int64_t day);
// Four to nine digits for the year; Lenient takes leading zeros beyond the fourth digit.
enum class YearForm : std::uint8_t { Strict, Lenient };
std::optional<Date> parse_date(std::string_view text, YearForm form = YearForm::Strict);

// Days since 1970-01-01, and back.
std::int64_t epoch_day(const Date& date) noexcept;
std::optional<Date> date_of_epoch_day(std::int64_t day) noexcept;

// Facts about a day; all are defined for every day of the calendar.
std::int32_t last_day_of_month(std::int64_t year, std::int32_t month) noexcept;
int weekday(const Date& date) noexcept;       // 1 = Monday
int day_of_year(const Date& date) noexcept;   // from 1
int week_of_year(const Date& date) noexcept;  // ISO 8601
std::string_view weekday_name(const Date& date) noexcept;
std::string_view month_name(const Date& date) noexcept;

// Years beyond 9999 carry a plus in the text of a date, none in that of a date-time.
enum class YearSign : std::uint8_t { Always, MinusOnly };
void append_to(std::string& out, const Date& date, YearSign sign = YearSign::Always);

// Whole months from one day to another, truncated toward zero.
std::optional<YearsMonthsDuration> months_between(const Date& from, const Date& to);

// A day beyond the end of the resulting month becomes its last day.
std::optional<Date> plus_months(const Date& date, std::int64_t months);
std::optional<Date> add(const Date& date, const YearsMonthsDuration& d);
std::optional<Date> subtract(const Date& date, const YearsMonthsDuration& d);
// From the start of the day; the time of day of the result is dropped.
std::optional<Date> add(const Date& date, const DaysTimeDuration& d);
std::optional<Date> subtract(const Date& date, const DaysTimeDuration& d);
// Whole days, signed.
DaysTimeDuration subtract(const Date& a, const Date& b);

}  // namespace jackfield::feel
