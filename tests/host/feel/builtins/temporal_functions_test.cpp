#include <gtest/gtest.h>

#include "feel/builtins/families.hpp"
#include "feel/temporal/literal.hpp"
#include "host/feel/builtins/fake_call.hpp"

namespace jackfield::feel::test {
namespace {

Value s(std::string_view text) {
  return Value::string(text);
}

Value n(std::int64_t value) {
  return Value::number(value);
}

class TemporalFunctions : public testing::Test {
 protected:
  std::string call(std::string_view name, const std::vector<Value>& args) {
    const Value result = caller.call(temporal_functions(), name, args);
    std::string out;
    if (caller.ending != Ending::Value) return caller.ending == Ending::Fails ? "fails" : "stops";
    if (result.is(Kind::Date)) append_to(out, result.as_date());
    if (result.is(Kind::LocalTime)) append_to(out, result.as_local_time());
    if (result.is(Kind::ZonedTime)) append_to(out, result.as_zoned_time());
    if (result.is(Kind::LocalDateTime)) append_to(out, result.as_local_date_time());
    if (result.is(Kind::ZonedDateTime)) append_to(out, result.as_zoned_date_time());
    if (result.is(Kind::DaysTime)) append_to(out, result.as_days_time());
    if (result.is(Kind::YearsMonths)) append_to(out, result.as_years_months());
    if (result.is(Kind::Number)) result.as_number().append_to(out);
    if (result.is(Kind::String)) out = result.as_string();
    return out;
  }

  Value local = Value::date_time(*parse_local_date_time("2024-03-31T02:30:00", DateTimeForm::Literal));
  FakeCall caller;
};

TEST_F(TemporalFunctions, make_dates_of_text_and_parts) {
  EXPECT_EQ(call("date", {s("2024-02-29")}), "2024-02-29");
  EXPECT_EQ(call("date", {local}), "2024-03-31");
  EXPECT_EQ(call("date", {n(-5), n(1), n(1)}), "-0005-01-01");
  EXPECT_EQ(call("date", {n(2023), n(2), n(29)}), "fails");
  EXPECT_EQ(call("date", {s("nope")}), "fails");
}

TEST_F(TemporalFunctions, place_a_local_date_time_in_a_zone) {
  EXPECT_EQ(call("date and time", {local, s("Europe/Berlin")}), "2024-03-31T03:30:00@Europe/Berlin");
  EXPECT_EQ(call("date and time", {local, s("+2")}), "2024-03-31T02:30:00+02:00");
  EXPECT_EQ(call("date and time", {local, s("Nowhere")}), "stops");
  EXPECT_EQ(call("date and time", {Value::date(Date{2024, 1, 1}), s("UTC")}), "fails");
}

TEST_F(TemporalFunctions, join_a_date_and_a_time) {
  const Value time = Value::time(*parse_zoned_time("10:00:00@Europe/Berlin"));
  EXPECT_EQ(call("date and time", {local, time}), "2024-03-31T10:00:00@Europe/Berlin");
  EXPECT_EQ(call("date and time", {s("2024-01-01")}), "2024-01-01T00:00:00");
}

TEST_F(TemporalFunctions, make_times_with_fractions_and_offsets) {
  const Value seconds = Value::number(*Number::parse("0.5"));
  const Value offset = Value::duration(DaysTimeDuration{7'200, 0});
  EXPECT_EQ(call("time", {n(10), n(30), seconds}), "10:30:00.5");
  EXPECT_EQ(call("time", {n(10), n(30), seconds, offset}), "10:30:00.5+02:00");
  EXPECT_EQ(call("time", {n(10), n(30), seconds, Value()}), "10:30:00");
  EXPECT_EQ(call("time", {n(24), n(0), n(0)}), "fails");
  EXPECT_EQ(call("time", {Value::date(Date{2024, 1, 1})}), "00:00:00Z");
}

TEST_F(TemporalFunctions, read_durations_strictly) {
  EXPECT_EQ(call("duration", {s("P14M")}), "P1Y2M");
  EXPECT_EQ(call("duration", {s("+P1D")}), "fails");
  EXPECT_EQ(call("years and months duration", {Value::date(Date{2020, 1, 31}), local}), "P4Y2M");
}

TEST_F(TemporalFunctions, ask_the_injected_clock) {
  caller.zone = *parse_zone_id("+01:00");
  EXPECT_EQ(call("now", {}), "2023-11-15T00:13:20+01:00");
  EXPECT_EQ(call("today", {}), "2023-11-15");
}

TEST_F(TemporalFunctions, know_the_calendar) {
  EXPECT_EQ(call("day of week", {local}), "Sunday");
  EXPECT_EQ(call("month of year", {local}), "March");
  EXPECT_EQ(call("week of year", {local}), "13");
  EXPECT_EQ(call("day of year", {local}), "91");
  EXPECT_EQ(call("last day of month", {Value::date(Date{2024, 2, 1})}), "2024-02-29");
}

}  // namespace
}  // namespace jackfield::feel::test
