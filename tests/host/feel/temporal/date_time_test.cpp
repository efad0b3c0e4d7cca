#include "feel/temporal/date_time.hpp"

#include <gtest/gtest.h>

namespace jackfield::feel {
namespace {

using namespace std::chrono_literals;

std::string text_of(const std::optional<ZonedDateTime>& value) {
  std::string out;
  if (value) append_to(out, *value);
  return out;
}

ZonedDateTime zoned(std::string_view text) {
  return *parse_zoned_date_time(text);
}

TEST(DateTime, moves_forward_out_of_a_gap) {
  EXPECT_EQ(text_of(zoned("2024-03-31T02:30:00@Europe/Berlin")), "2024-03-31T03:30:00@Europe/Berlin");
  EXPECT_EQ(text_of(zoned("2011-12-30T10:00:00@Pacific/Apia")), "2011-12-31T10:00:00@Pacific/Apia");
}

TEST(DateTime, takes_the_earlier_offset_of_an_overlap) {
  EXPECT_EQ(zoned("2024-10-27T02:30:00@Europe/Berlin").zone.offset_seconds, 7'200);
}

TEST(DateTime, keeps_its_offset_in_an_overlap_when_months_are_added) {
  const ZonedDateTime later = *add(zoned("2024-10-27T02:30:00@Europe/Berlin"), DaysTimeDuration{3'600, 0});
  EXPECT_EQ(later.zone.offset_seconds, 3'600);
  const ZonedDateTime back = *subtract(*add(later, YearsMonthsDuration{0, 1}), YearsMonthsDuration{0, 1});
  EXPECT_EQ(back.zone.offset_seconds, 3'600);
}

TEST(DateTime, moves_along_the_time_line_by_days) {
  const auto later = add(zoned("2024-03-30T12:00:00@Europe/Berlin"), DaysTimeDuration{86'400, 0});
  EXPECT_EQ(text_of(later), "2024-03-31T13:00:00@Europe/Berlin");
}

TEST(DateTime, is_the_offsets_instant_shown_in_the_bracketed_zone) {
  EXPECT_EQ(text_of(zoned("2024-02-29T10:30:00+02:00[Europe/Berlin]")), "2024-02-29T09:30:00@Europe/Berlin");
}

TEST(DateTime, orders_by_instant_first) {
  EXPECT_TRUE(order(zoned("2020-01-01T10:00:00Z"), zoned("2020-01-01T11:00:00+01:00")) < 0);
  EXPECT_TRUE(order(zoned("2020-01-01T10:00:01Z"), zoned("2020-01-01T11:00:00+01:00")) > 0);
}

TEST(DateTime, is_written_with_its_offset_for_hosts) {
  std::string out;
  append_offset_date_time(out, zoned("2024-07-01T10:30:00@Europe/Berlin"));
  out += ' ';
  append_iso_date_time(out, zoned("2024-07-01T10:30:00@Europe/Berlin"));
  EXPECT_EQ(out, "2024-07-01T10:30:00+02:00 2024-07-01T10:30:00+02:00[Europe/Berlin]");
}

TEST(DateTime, reads_a_clock_in_a_zone) {
  EXPECT_EQ(text_of(at_wall_time(1'709'202'600s + 500ms, Zone{3'600, nullptr})), "2024-02-29T11:30:00.5+01:00");
}

TEST(DateTime, ends_with_the_calendar) {
  const auto last = *parse_local_date_time("999999999-12-31T23:59:59", DateTimeForm::Literal);
  EXPECT_FALSE(add(last, DaysTimeDuration{1, 0}));
  EXPECT_FALSE(subtract(last, DaysTimeDuration{INT64_MIN, 0}));
}

}  // namespace
}  // namespace jackfield::feel
