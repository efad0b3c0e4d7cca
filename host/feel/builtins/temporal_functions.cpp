#include "base/clock.hpp"
#include "feel/builtins/families.hpp"
#include "feel/temporal/literal.hpp"

namespace jackfield::feel {

namespace {

Value value_of(const Temporal& temporal) {
  if (const auto* it = std::get_if<Date>(&temporal)) return Value::date(*it);
  if (const auto* it = std::get_if<LocalTime>(&temporal)) return Value::time(*it);
  if (const auto* it = std::get_if<ZonedTime>(&temporal)) return Value::time(*it);
  if (const auto* it = std::get_if<LocalDateTime>(&temporal)) return Value::date_time(*it);
  if (const auto* it = std::get_if<ZonedDateTime>(&temporal)) return Value::date_time(*it);
  if (const auto* it = std::get_if<DaysTimeDuration>(&temporal)) return Value::duration(*it);
  if (const auto* it = std::get_if<YearsMonthsDuration>(&temporal)) return Value::duration(*it);
  return {};
}

Value value_or_fails(Call& call, const Temporal& temporal, std::string_view reason) {
  return std::holds_alternative<std::monostate>(temporal) ? call.fails(reason) : value_of(temporal);
}

Date date_of(const Value& value) {
  if (value.is(Kind::LocalDateTime)) return value.as_local_date_time().date;
  if (value.is(Kind::ZonedDateTime)) return value.as_zoned_date_time().local.date;
  return value.as_date();
}

std::int32_t integer(const Value& value) {
  return value.as_number().to_int32();
}

Value date_from(Call& call, Args args) {
  if (!args[0].is(Kind::String)) return Value::date(date_of(args[0]));
  const auto date = parse_date(args[0].as_string());
  return date ? Value::date(*date) : call.fails("the text is no date");
}

Value date_from_parts(Call& call, Args args) {
  const auto date = make_date(integer(args[0]), integer(args[1]), integer(args[2]));
  return date ? Value::date(*date) : call.fails("there is no such day");
}

Value date_time_from(Call& call, Args args) {
  return value_or_fails(call, parse_date_time(args[0].as_string(), DateTimeForm::Function),
                        "the text is no date and time");
}

Value placed(Call& call, const std::optional<ZonedDateTime>& value) {
  return value ? Value::date_time(*value) : call.stops("the date and time is out of range");
}

Value in_named_zone(Call& call, Args args) {
  if (args[0].is(Kind::Date)) return call.fails_for_arguments(args);
  const auto zone = parse_zone_id(args[1].as_string());
  if (!zone) return call.stops("there is no such time zone");
  if (args[0].is(Kind::LocalDateTime)) return placed(call, place(args[0].as_local_date_time(), *zone));
  return placed(call, in_zone(args[0].as_zoned_date_time(), *zone));
}

Value date_time_from_parts(Call& call, Args args) {
  if (args[1].is(Kind::String)) return in_named_zone(call, args);
  const Date date = date_of(args[0]);
  if (args[1].is(Kind::LocalTime)) return Value::date_time(LocalDateTime{date, args[1].as_local_time()});
  const ZonedTime& time = args[1].as_zoned_time();
  return placed(call, place(LocalDateTime{date, time.time}, time.zone));
}

Value time_from(Call& call, Args args) {
  const Value& from = args[0];
  if (from.is(Kind::String)) return value_or_fails(call, parse_time(from.as_string()), "the text is no time");
  if (from.is(Kind::LocalDateTime)) return Value::time(from.as_local_date_time().time);
  if (from.is(Kind::Date)) return Value::time(ZonedTime{});
  const ZonedDateTime& value = from.as_zoned_date_time();
  return Value::time(ZonedTime{value.local.time, value.zone});
}

// Nanoseconds of the part behind the decimal point.
std::int64_t fraction_nanos(const Number& seconds) {
  const auto whole = rescale(seconds, 0, Rounding::Down);
  const auto fraction = whole ? subtract(seconds, *whole) : std::nullopt;
  const auto nanos = fraction ? multiply(*fraction, Number(kNanosPerSecond)) : std::nullopt;
  return nanos ? nanos->to_int32() : 0;
}

std::optional<LocalTime> time_of_parts(Args args, std::int64_t nanos) {
  return make_time(integer(args[0]), integer(args[1]), integer(args[2]), nanos);
}

Value time_from_parts(Call& call, Args args) {
  const auto time = time_of_parts(args, fraction_nanos(args[2].as_number()));
  return time ? Value::time(*time) : call.fails("there is no such time");
}

Value time_with_offset(Call& call, Args args) {
  const bool is_local = args[3].is_null();
  const auto time = time_of_parts(args, is_local ? 0 : fraction_nanos(args[2].as_number()));
  if (!time) return call.fails("there is no such time");
  if (is_local) return Value::time(*time);
  const auto offset = static_cast<std::int32_t>(args[3].as_days_time().seconds);
  if (offset < -kMaxOffsetSeconds || offset > kMaxOffsetSeconds) return call.fails("the offset is beyond 18 hours");
  return Value::time(ZonedTime{*time, {offset, nullptr}});
}

Value duration_from(Call& call, Args args) {
  return value_or_fails(call, parse_duration(args[0].as_string(), DurationForm::Other), "the text is no duration");
}

Value years_and_months_between(Call& call, Args args) {
  const auto months = months_between(date_of(args[0]), date_of(args[1]));
  return months ? Value::duration(*months) : call.stops("the duration is out of range");
}

ZonedDateTime current(const Call& call) {
  return at_wall_time(call.clock().wall_now().time_since_epoch(), call.local_zone());
}

Value now(Call& call, Args) {
  return Value::date_time(current(call));
}

Value today(Call& call, Args) {
  return Value::date(current(call).local.date);
}

Value day_of_year_of(Call&, Args args) {
  return Value::number(day_of_year(date_of(args[0])));
}

Value day_of_week_of(Call&, Args args) {
  return Value::string(weekday_name(date_of(args[0])));
}

Value month_of_year_of(Call&, Args args) {
  return Value::string(month_name(date_of(args[0])));
}

Value week_of_year_of(Call&, Args args) {
  return Value::number(week_of_year(date_of(args[0])));
}

Value last_day_of_month_of(Call&, Args args) {
  Date date = date_of(args[0]);
  date.day = static_cast<std::uint8_t>(last_day_of_month(date.year, date.month));
  return Value::date(date);
}

constexpr KindSet kDay = kDate | kDateTime;
constexpr KindSet kTimeOrZone = kLocalTime | kZonedTime | kString;

constexpr Builtin kRows[] = {
    {"date", "from", {kString | kDay}, &date_from, "a date from text, or the date of a date and time"},
    {"date", "year, month, day", {kNumber, kNumber, kNumber}, &date_from_parts, "a date from its parts"},
    {"date and time", "from", {kString}, &date_time_from, "a date and time from text"},
    {"date and time",
     "date, time",
     {kDay, kTimeOrZone},
     &date_time_from_parts,
     "a date with a time, or in a time zone"},
    {"time", "from", {kString | kDay}, &time_from, "a time from text, or the time of a date and time"},
    {"time", "hour, minute, second", {kNumber, kNumber, kNumber}, &time_from_parts, "a time from its parts"},
    {"time",
     "hour, minute, second, offset",
     {kNumber, kNumber, kNumber, kDaysTime | kNull},
     &time_with_offset,
     "a time from its parts with an offset from UTC"},
    {"duration", "from", {kString}, &duration_from, "a duration from text such as P1DT2H or P1Y2M"},
    {"years and months duration",
     "from, to",
     {kDay, kDay},
     &years_and_months_between,
     "the whole months between two days"},
    {"now", "", {}, &now, "the current date and time"},
    {"today", "", {}, &today, "the current date"},
    {"day of year", "date", {kDay}, &day_of_year_of, "the day's number within its year"},
    {"day of week", "date", {kDay}, &day_of_week_of, "the day's name, such as Monday"},
    {"month of year", "date", {kDay}, &month_of_year_of, "the month's name, such as January"},
    {"week of year", "date", {kDay}, &week_of_year_of, "the number of the ISO 8601 week"},
    {"last day of month", "date", {kDay}, &last_day_of_month_of, "the last day of the date's month"},
};

}  // namespace

std::span<const Builtin> temporal_functions() noexcept {
  return kRows;
}

}  // namespace jackfield::feel
