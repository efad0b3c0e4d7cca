#include "feel/evaluation/arithmetic.hpp"

#include <string>
#include <type_traits>

#include "feel/text/utf16.hpp"

namespace jackfield::feel {
namespace {

const ArithmeticResult kNotDefined{Value(), ArithmeticTrouble::NotDefined};

Value to_value(Number it) {
  return Value::number(std::move(it));
}
Value to_value(const Date& it) {
  return Value::date(it);
}
Value to_value(const LocalTime& it) {
  return Value::time(it);
}
Value to_value(const ZonedTime& it) {
  return Value::time(it);
}
Value to_value(const LocalDateTime& it) {
  return Value::date_time(it);
}
Value to_value(const ZonedDateTime& it) {
  return Value::date_time(it);
}
Value to_value(const YearsMonthsDuration& it) {
  return Value::duration(it);
}
Value to_value(const DaysTimeDuration& it) {
  return Value::duration(it);
}

template <typename T>
ArithmeticResult done(T value) {
  return {to_value(std::move(value))};
}

template <typename T>
ArithmeticResult done(std::optional<T> value) {
  if (!value) return {Value(), ArithmeticTrouble::Overflow};
  return {to_value(std::move(*value))};
}

constexpr unsigned pair_of(Kind a, Kind b) {
  return static_cast<unsigned>(a) * 32 + static_cast<unsigned>(b);
}

ArithmeticResult joined(const Value& a, const Value& b) {
  std::string out;
  out.reserve(a.as_string().size() + b.as_string().size());
  out.append(a.as_string());
  text::append(out, b.as_string());
  return {Value::string(out)};
}

// A point in time moved by a duration.
ArithmeticResult moved(const Value& point, const Value& by) {
  switch (pair_of(point.kind(), by.kind())) {
    case pair_of(Kind::LocalTime, Kind::DaysTime):
      return done(add(point.as_local_time(), by.as_days_time()));
    case pair_of(Kind::ZonedTime, Kind::DaysTime):
      return done(add(point.as_zoned_time(), by.as_days_time()));
    case pair_of(Kind::LocalDateTime, Kind::DaysTime):
      return done(add(point.as_local_date_time(), by.as_days_time()));
    case pair_of(Kind::LocalDateTime, Kind::YearsMonths):
      return done(add(point.as_local_date_time(), by.as_years_months()));
    case pair_of(Kind::ZonedDateTime, Kind::DaysTime):
      return done(add(point.as_zoned_date_time(), by.as_days_time()));
    case pair_of(Kind::ZonedDateTime, Kind::YearsMonths):
      return done(add(point.as_zoned_date_time(), by.as_years_months()));
    case pair_of(Kind::Date, Kind::YearsMonths):
      return done(add(point.as_date(), by.as_years_months()));
    case pair_of(Kind::Date, Kind::DaysTime):
      return done(add(point.as_date(), by.as_days_time()));
    case pair_of(Kind::YearsMonths, Kind::YearsMonths):
      return done(add(point.as_years_months(), by.as_years_months()));
    case pair_of(Kind::DaysTime, Kind::DaysTime):
      return done(add(point.as_days_time(), by.as_days_time()));
    default:
      return kNotDefined;
  }
}

bool is_duration(const Value& value) {
  return value.is(Kind::YearsMonths) || value.is(Kind::DaysTime);
}

// A point in time moved back by a duration.
ArithmeticResult moved_back(const Value& point, const Value& by) {
  switch (pair_of(point.kind(), by.kind())) {
    case pair_of(Kind::LocalTime, Kind::DaysTime):
      return done(subtract(point.as_local_time(), by.as_days_time()));
    case pair_of(Kind::ZonedTime, Kind::DaysTime):
      return done(subtract(point.as_zoned_time(), by.as_days_time()));
    case pair_of(Kind::LocalDateTime, Kind::DaysTime):
      return done(subtract(point.as_local_date_time(), by.as_days_time()));
    case pair_of(Kind::LocalDateTime, Kind::YearsMonths):
      return done(subtract(point.as_local_date_time(), by.as_years_months()));
    case pair_of(Kind::ZonedDateTime, Kind::DaysTime):
      return done(subtract(point.as_zoned_date_time(), by.as_days_time()));
    case pair_of(Kind::ZonedDateTime, Kind::YearsMonths):
      return done(subtract(point.as_zoned_date_time(), by.as_years_months()));
    case pair_of(Kind::Date, Kind::YearsMonths):
      return done(subtract(point.as_date(), by.as_years_months()));
    case pair_of(Kind::Date, Kind::DaysTime):
      return done(subtract(point.as_date(), by.as_days_time()));
    default:
      return kNotDefined;
  }
}

// Between two values of one kind.
ArithmeticResult distance(const Value& a, const Value& b) {
  switch (a.kind()) {
    case Kind::LocalTime:
      return done(subtract(a.as_local_time(), b.as_local_time()));
    case Kind::ZonedTime:
      return done(subtract(a.as_zoned_time(), b.as_zoned_time()));
    case Kind::LocalDateTime:
      return done(subtract(a.as_local_date_time(), b.as_local_date_time()));
    case Kind::ZonedDateTime:
      return done(subtract(a.as_zoned_date_time(), b.as_zoned_date_time()));
    case Kind::Date:
      return done(subtract(a.as_date(), b.as_date()));
    case Kind::YearsMonths:
      return done(subtract(a.as_years_months(), b.as_years_months()));
    case Kind::DaysTime:
      return done(subtract(a.as_days_time(), b.as_days_time()));
    default:
      return kNotDefined;
  }
}

ArithmeticResult ratio(const Value& a, const Value& b) {
  if (a.is(Kind::YearsMonths) && b.is(Kind::YearsMonths)) {
    if (b.as_years_months().total_months() == 0) return kNotDefined;
    return done(divide(a.as_years_months(), b.as_years_months()));
  }
  if (!a.is(Kind::DaysTime) || !b.is(Kind::DaysTime) || b.as_days_time().is_zero()) return kNotDefined;
  return done(divide(a.as_days_time(), b.as_days_time()));
}

}  // namespace

ArithmeticResult plus(const Value& a, const Value& b) {
  if (a.is(Kind::Number) && b.is(Kind::Number)) return done(add(a.as_number(), b.as_number()));
  if (a.is(Kind::String) && b.is(Kind::String)) return joined(a, b);
  if (is_duration(b)) return moved(a, b);
  if (is_duration(a)) return moved(b, a);
  return kNotDefined;
}

ArithmeticResult minus(const Value& a, const Value& b) {
  if (a.is(Kind::Number) && b.is(Kind::Number)) return done(subtract(a.as_number(), b.as_number()));
  return a.is(b.kind()) ? distance(a, b) : moved_back(a, b);
}

ArithmeticResult times(const Value& a, const Value& b) {
  switch (pair_of(a.kind(), b.kind())) {
    case pair_of(Kind::Number, Kind::Number):
      return done(multiply(a.as_number(), b.as_number()));
    case pair_of(Kind::Number, Kind::YearsMonths):
      return done(multiply(b.as_years_months(), a.as_number()));
    case pair_of(Kind::YearsMonths, Kind::Number):
      return done(multiply(a.as_years_months(), b.as_number()));
    case pair_of(Kind::Number, Kind::DaysTime):
      return done(multiply(b.as_days_time(), a.as_number()));
    case pair_of(Kind::DaysTime, Kind::Number):
      return done(multiply(a.as_days_time(), b.as_number()));
    default:
      return kNotDefined;
  }
}

ArithmeticResult divided_by(const Value& a, const Value& b) {
  if (!b.is(Kind::Number)) return ratio(a, b);
  if (b.as_number().is_zero()) return kNotDefined;
  switch (a.kind()) {
    case Kind::Number:
      return done(divide(a.as_number(), b.as_number()));
    case Kind::YearsMonths:
      return done(divide(a.as_years_months(), b.as_number()));
    case Kind::DaysTime:
      return done(divide(a.as_days_time(), b.as_number()));
    default:
      return kNotDefined;
  }
}

ArithmeticResult raised_to(const Value& a, const Value& b) {
  if (!a.is(Kind::Number) || !b.is(Kind::Number)) return kNotDefined;
  return done(power(a.as_number(), b.as_number()));
}

}  // namespace jackfield::feel
