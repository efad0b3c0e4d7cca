#include "feel/temporal/zone.hpp"

#include <gtest/gtest.h>

namespace jackfield::feel {
namespace {

std::string named(std::string_view text) {
  const auto zone = parse_zone_id(text);
  if (!zone) return "none";
  std::string out;
  append_to(out, *zone);
  return out;
}

TEST(Zone, is_found_by_its_exact_name_only) {
  EXPECT_NE(find_region("Europe/Berlin"), nullptr);
  for (const std::string_view name : {"europe/berlin", "EST", "Nowhere/City", "", "posix/Europe/Berlin",
                                      "../etc/passwd", "Europe", "leapseconds", "/etc/localtime"}) {
    EXPECT_EQ(find_region(name), nullptr) << name;
  }
}

TEST(Zone, of_a_function_may_be_a_short_offset_or_a_prefixed_one) {
  EXPECT_EQ(named("+2"), "+02:00");
  EXPECT_EQ(named("+0200"), "+02:00");
  EXPECT_EQ(named("-02:00:00"), "-02:00");
  EXPECT_EQ(named("UTC+1"), "@UTC+01:00");
  EXPECT_EQ(named("GMT-0130"), "@GMT-01:30");
  EXPECT_EQ(named("UTC+0"), "@UTC");
  EXPECT_EQ(named("GMT0"), "@GMT0");
  for (const std::string_view text : {"", "E", "UTC+19", "UTC+1:00", "+18:01", "z", "UTC+"}) {
    EXPECT_EQ(named(text), "none") << text;
  }
}

TEST(Zone, of_a_literal_is_a_region_or_a_full_offset) {
  EXPECT_TRUE(parse_zone_literal("Etc/GMT-14"));
  EXPECT_EQ(parse_zone_literal("+02:00")->offset_seconds, 7'200);
  EXPECT_FALSE(parse_zone_literal("+2"));
  EXPECT_FALSE(parse_zone_literal("GMT+1"));
}

TEST(Zone, has_a_standard_offset_without_daylight_saving) {
  EXPECT_EQ(standard_offset(*find_region("Europe/Berlin")), 3'600);
  EXPECT_EQ(standard_offset(*find_region("Australia/Sydney")), 36'000);
  EXPECT_EQ(standard_offset(*find_region("Europe/Dublin")), 0);
}

TEST(Zone, is_the_same_object_each_time) {
  EXPECT_EQ(find_region("Asia/Tokyo"), find_region("Asia/Tokyo"));
}

}  // namespace
}  // namespace jackfield::feel
