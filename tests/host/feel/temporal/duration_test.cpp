#include "feel/temporal/duration.hpp"

#include <gtest/gtest.h>

namespace jackfield::feel {
namespace {

DaysTimeDuration dt(std::string_view text) {
  return *parse_days_time(text, DurationForm::Other);
}

YearsMonthsDuration ym(std::string_view text) {
  return *parse_years_months(text);
}

template <typename T>
std::string text_of(const T& duration) {
  std::string out;
  append_to(out, duration);
  return out;
}

template <typename T>
std::string json_of(const T& duration) {
  std::string out;
  append_json_text(out, duration);
  return out;
}

TEST(Duration, is_written_in_days_and_rounds_fractions_down) {
  EXPECT_EQ(text_of(dt("PT36H")), "P1DT12H");
  EXPECT_EQ(text_of(dt("-PT1.5S")), "-PT2S");
  EXPECT_EQ(text_of(dt("-PT0.5S")), "-PT1S");
  EXPECT_EQ(text_of(dt("PT0.5S")), "P0D");
}

TEST(Duration, is_written_in_hours_with_its_fraction_in_json) {
  EXPECT_EQ(json_of(dt("P1D")), "PT24H");
  EXPECT_EQ(json_of(dt("-PT0.5S")), "PT-0.5S");
  EXPECT_EQ(json_of(dt("PT-1H30M")), "PT-30M");
  EXPECT_EQ(json_of(dt("PT0S")), "PT0S");
  EXPECT_EQ(json_of(ym("-P1Y2M")), "P-1Y-2M");
  EXPECT_EQ(json_of(ym("P0Y")), "P0D");
}

TEST(Duration, takes_signs_inside) {
  EXPECT_EQ(text_of(dt("P1DT-1H")), "PT23H");
  EXPECT_EQ(text_of(ym("P1Y-2M")), "P10M");
  EXPECT_EQ(text_of(ym("-P-1Y")), "P1Y");
}

TEST(Duration, has_floored_properties) {
  EXPECT_EQ(dt("-PT1.5S").second(), -2);
  EXPECT_EQ(dt("-PT90.5S").second(), -31);
  EXPECT_EQ(dt("-PT86399.5S").days(), -1);
  EXPECT_EQ(dt("PT36H").hours(), 12);
}

TEST(Duration, holds_64_bits_of_seconds_and_not_one_more) {
  const DaysTimeDuration longest = dt("PT9223372036854775807S");
  EXPECT_FALSE(add(longest, dt("PT1S")));
  EXPECT_FALSE(multiply(longest, Number(2)));
  EXPECT_FALSE(divide(longest, Number(2)));
  EXPECT_FALSE(parse_days_time("P106751991167301D", DurationForm::Other));
}

TEST(Duration, divided_wraps_at_32_bits_of_milliseconds) {
  EXPECT_EQ(text_of(*divide(dt("P100D"), Number(2))), "PT6H57M12S");
  EXPECT_EQ(text_of(*multiply(dt("P1D"), *Number::parse("0.5"))), "P0D");
  EXPECT_EQ(*divide(dt("PT1H"), dt("PT25M")), Number(2));
  EXPECT_FALSE(divide(dt("P1D"), dt("PT0.0001S")));
}

TEST(Duration, of_months_carries_into_years) {
  EXPECT_EQ(text_of(ym("P14M")), "P1Y2M");
  EXPECT_EQ(text_of(*subtract(ym("P1M"), ym("P1Y1M"))), "-P1Y");
  EXPECT_FALSE(add(ym("P2147483647Y"), ym("P1Y")));
  EXPECT_FALSE(multiply(ym("P11M"), Number(1'000'000'000)));
  EXPECT_EQ(divide(ym("P1000Y"), ym("P13M")), Number(923));
}

}  // namespace
}  // namespace jackfield::feel
