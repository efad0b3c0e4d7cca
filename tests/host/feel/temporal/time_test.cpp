#include "feel/temporal/time.hpp"

#include <gtest/gtest.h>

namespace jackfield::feel {
namespace {

template <typename T>
std::string text_of(const T& value) {
  std::string out;
  append_to(out, value);
  return out;
}

ZonedTime zoned(std::string_view text) {
  return *parse_zoned_time(text);
}

TEST(Time, counts_24_o_clock_as_midnight) {
  EXPECT_EQ(text_of(*parse_local_time("24:00")), "00:00:00");
  EXPECT_EQ(text_of(zoned("24:00:00@Europe/Berlin")), "00:00:00@Europe/Berlin");
  EXPECT_FALSE(parse_local_time("24:00:01"));
}

TEST(Time, writes_the_fraction_as_far_as_needed) {
  EXPECT_EQ(text_of(*parse_local_time("10:30:00.120")), "10:30:00.12");
  EXPECT_EQ(text_of(*parse_local_time("10:30:00.")), "10:30:00");
}

TEST(Time, leaves_out_zero_seconds_with_an_offset_in_json) {
  std::string out;
  append_offset_time(out, zoned("10:00:00@Europe/Berlin"));
  append_offset_time(out, zoned("10:00:00.5Z"));
  EXPECT_EQ(out, "10:00+01:0010:00:00.500Z");
}

TEST(Time, wraps_at_midnight) {
  EXPECT_EQ(text_of(add(*parse_local_time("23:30"), DaysTimeDuration{3'600, 0})), "00:30:00");
  EXPECT_EQ(text_of(subtract(zoned("00:30:00Z"), DaysTimeDuration{3'600, 0})), "23:30:00Z");
}

TEST(Time, compares_zoned_times_in_utc_but_equals_only_the_same_zone) {
  const ZonedTime utc = zoned("10:00:00Z");
  const ZonedTime berlin = zoned("11:00:00+01:00");
  EXPECT_FALSE(utc == berlin);
  EXPECT_TRUE(order(utc, berlin) == std::weak_ordering::equivalent);
  EXPECT_EQ(subtract(zoned("10:00:00Z"), zoned("12:00:00Z")).seconds, 7'200);
}

}  // namespace
}  // namespace jackfield::feel
