#include "feel/temporal/date.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "feel/temporal/scan.hpp"

namespace jackfield::feel {

namespace {

constexpr std::int64_t kDaysPerEra = 146'097;  // 400 years
constexpr std::int64_t kEpochShift = 719'468;  // from 0000-03-01 to 1970-01-01
constexpr std::int64_t kSecondsPerDay = 86'400;

constexpr std::array<std::string_view, 7> kWeekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

bool is_leap_year(std::int64_t year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept {
  return a / b - (a % b < 0 ? 1 : 0);
}

// From the start of the day, rounded down to a day.
std::optional<Date> plus_seconds(const Date& date, std::int64_t seconds) {
  return date_of_epoch_day(epoch_day(date) + floor_div(seconds, kSecondsPerDay));
}

std::int64_t month_index(const Date& date) noexcept {
  return std::int64_t{date.year} * 12 + date.month - 1;
}

}  // namespace

std::int32_t last_day_of_month(std::int64_t year, std::int32_t month) noexcept {
  constexpr std::array<std::uint8_t, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

std::optional<Date> make_date(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < -kMaxYear || year > kMaxYear || month < 1 || month > 12 || day < 1) return std::nullopt;
  if (day > last_day_of_month(year, static_cast<std::int32_t>(month))) return std::nullopt;
  return Date{static_cast<std::int32_t>(year), static_cast<std::uint8_t>(month), static_cast<std::uint8_t>(day)};
}

std::optional<Date> parse_date(std::string_view text, YearForm form) {
  constexpr std::size_t kFewestDigits = 4;
  constexpr std::size_t kMostDigits = 9;
  Scanner scanner(text);
  const bool is_negative = scanner.take('-');
  const std::string_view digits = scanner.take_digits(kMostDigits);
  if (digits.size() < kFewestDigits) return std::nullopt;
  if (form == YearForm::Strict && digits.size() > kFewestDigits && digits.front() == '0') return std::nullopt;
  std::int64_t year = 0;
  for (const char c : digits) year = year * 10 + (c - '0');
  if (is_negative && year == 0) return std::nullopt;
  if (!scanner.take('-')) return std::nullopt;
  const auto month = scanner.take_two_digits();
  if (!month || !scanner.take('-')) return std::nullopt;
  const auto day = scanner.take_two_digits();
  if (!day || !scanner.at_end()) return std::nullopt;
  return make_date(is_negative ? -year : year, *month, *day);
}

std::int64_t epoch_day(const Date& date) noexcept {
  // Years begin in March, so that the leap day is the last one.
  const std::int64_t year = std::int64_t{date.year} - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
  const std::int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
  return era * kDaysPerEra + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - kEpochShift;
}

std::optional<Date> date_of_epoch_day(std::int64_t day) noexcept {
  constexpr std::int64_t kFarthest = 366LL * (kMaxYear + 1LL);
  if (day < -kFarthest || day > kFarthest) return std::nullopt;
  const std::int64_t shifted = day + kEpochShift;
  const std::int64_t era = floor_div(shifted, kDaysPerEra);
  const std::int64_t day_of_era = shifted - era * kDaysPerEra;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  const std::int64_t calendar_month = month < 10 ? month + 3 : month - 9;
  const std::int64_t year = year_of_era + era * 400 + (calendar_month <= 2 ? 1 : 0);
  return make_date(year, calendar_month, day_of_year - (153 * month + 2) / 5 + 1);
}

int weekday(const Date& date) noexcept {
  constexpr std::int64_t kEpochWeekday = 3;  // a Thursday, from Monday = 0
  const std::int64_t day = epoch_day(date) + kEpochWeekday;
  return static_cast<int>(day - floor_div(day, 7) * 7) + 1;
}

int day_of_year(const Date& date) noexcept {
  return static_cast<int>(epoch_day(date) - epoch_day({date.year, 1, 1})) + 1;
}

int week_of_year(const Date& date) noexcept {
  const int week = (day_of_year(date) - weekday(date) + 10) / 7;
  const auto weeks_of = [](std::int32_t year) {
    const int first = weekday({year, 1, 1});
    return first == 4 || (first == 3 && is_leap_year(year)) ? 53 : 52;
  };
  if (week < 1) return weeks_of(date.year - 1);
  return week > weeks_of(date.year) ? 1 : week;
}

std::string_view weekday_name(const Date& date) noexcept {
  return kWeekdays[static_cast<std::size_t>(weekday(date) - 1)];
}

std::string_view month_name(const Date& date) noexcept {
  return kMonths[static_cast<std::size_t>(date.month - 1)];
}

void append_to(std::string& out, const Date& date, YearSign sign) {
  constexpr std::int32_t kLastPlainYear = 9'999;
  const std::int64_t year = date.year;
  if (year < 0) out += '-';
  if (year > kLastPlainYear && sign == YearSign::Always) out += '+';
  append_padded(out, year < 0 ? -year : year, 4);
  out += '-';
  append_padded(out, date.month, 2);
  out += '-';
  append_padded(out, date.day, 2);
}

std::optional<YearsMonthsDuration> months_between(const Date& from, const Date& to) {
  std::int64_t months = month_index(to) - month_index(from);
  if (months > 0 && to.day < from.day) --months;
  if (months < 0 && to.day > from.day) ++months;
  return make_years_months(months);
}

std::optional<Date> plus_months(const Date& date, std::int64_t months) {
  if (months == 0) return date;
  const std::int64_t index = month_index(date) + months;
  const std::int64_t year = floor_div(index, 12);
  const auto month = static_cast<std::int32_t>(index - year * 12) + 1;
  return make_date(year, month, std::min<std::int32_t>(date.day, last_day_of_month(year, month)));
}

std::optional<Date> add(const Date& date, const YearsMonthsDuration& d) {
  return plus_months(date, d.total_months());
}

std::optional<Date> subtract(const Date& date, const YearsMonthsDuration& d) {
  return plus_months(date, -d.total_months());
}

std::optional<Date> add(const Date& date, const DaysTimeDuration& d) {
  return plus_seconds(date, d.seconds);
}

std::optional<Date> subtract(const Date& date, const DaysTimeDuration& d) {
  if (d.seconds == std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return plus_seconds(date, -d.seconds - (d.nanos > 0 ? 1 : 0));
}

DaysTimeDuration subtract(const Date& a, const Date& b) {
  return {(epoch_day(a) - epoch_day(b)) * kSecondsPerDay, 0};
}

}  // namespace jackfield::feel
