#include "feel/evaluation/properties.hpp"

namespace jackfield::feel {
namespace {

std::optional<Value> number(std::int64_t value) {
  return Value::number(value);
}

std::optional<Value> of_date(const Date& date, std::string_view name) {
  if (name == "year") return number(date.year);
  if (name == "month") return number(date.month);
  if (name == "day") return number(date.day);
  if (name == "weekday") return number(weekday(date));
  return std::nullopt;
}

std::optional<Value> of_time(const LocalTime& time, std::string_view name) {
  if (name == "hour") return number(time.hour());
  if (name == "minute") return number(time.minute());
  if (name == "second") return number(time.second());
  return std::nullopt;
}

// `zone` is null for local values.
std::optional<Value> of_zone(const Zone* zone, std::string_view name) {
  if (name == "time offset") {
    if (zone == nullptr) return Value();
    return Value::duration(DaysTimeDuration{zone->offset_seconds, 0});
  }
  if (name != "timezone") return std::nullopt;
  if (zone == nullptr || zone->region == nullptr) return Value();
  return Value::string(name_of(*zone->region));
}

std::optional<Value> of_date_time(const LocalDateTime& value, const Zone* zone, std::string_view name) {
  if (auto out = of_date(value.date, name)) return out;
  if (auto out = of_time(value.time, name)) return out;
  return of_zone(zone, name);
}

std::optional<Value> of_days_time(const DaysTimeDuration& value, std::string_view name) {
  if (name == "days") return number(value.days());
  if (name == "hours") return number(value.hours());
  if (name == "minutes") return number(value.minutes());
  if (name == "seconds") return number(value.second());
  return std::nullopt;
}

std::optional<Value> of_years_months(const YearsMonthsDuration& value, std::string_view name) {
  if (name == "years") return number(value.years);
  if (name == "months") return number(value.months);
  return std::nullopt;
}

}  // namespace

std::optional<Value> property_of(const Value& value, std::string_view name) {
  switch (value.kind()) {
    case Kind::Date:
      return of_date(value.as_date(), name);
    case Kind::LocalTime:
      if (auto out = of_time(value.as_local_time(), name)) return out;
      return of_zone(nullptr, name);
    case Kind::ZonedTime:
      if (auto out = of_time(value.as_zoned_time().time, name)) return out;
      return of_zone(&value.as_zoned_time().zone, name);
    case Kind::LocalDateTime:
      return of_date_time(value.as_local_date_time(), nullptr, name);
    case Kind::ZonedDateTime:
      return of_date_time(value.as_zoned_date_time().local, &value.as_zoned_date_time().zone, name);
    case Kind::YearsMonths:
      return of_years_months(value.as_years_months(), name);
    case Kind::DaysTime:
      return of_days_time(value.as_days_time(), name);
    default:
      return std::nullopt;
  }
}

}  // namespace jackfield::feel
