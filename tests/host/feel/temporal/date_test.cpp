#include "feel/temporal/date.hpp"

#include <gtest/gtest.h>

namespace jackfield::feel {
namespace {

Date day(std::string_view text) {
  return *parse_date(text);
}

std::string text_of(const std::optional<Date>& date) {
  std::string out;
  if (date) append_to(out, *date);
  return out;
}

TEST(Date, writes_a_plus_beyond_four_digits) {
  EXPECT_EQ(text_of(day("12345-06-07")), "+12345-06-07");
  EXPECT_EQ(text_of(day("-0001-01-01")), "-0001-01-01");
}

TEST(Date, counts_days_forth_and_back) {
  for (const std::string_view text : {"1970-01-01", "2000-02-29", "1900-03-01", "-0001-12-31", "0000-01-01"}) {
    EXPECT_EQ(date_of_epoch_day(epoch_day(day(text))), day(text)) << text;
  }
  EXPECT_EQ(epoch_day(day("2024-02-29")), 19782);
}

TEST(Date, clamps_to_the_end_of_a_month) {
  EXPECT_EQ(text_of(add(day("2020-01-31"), YearsMonthsDuration{0, 1})), "2020-02-29");
  EXPECT_EQ(text_of(subtract(day("2024-02-29"), YearsMonthsDuration{1, 0})), "2023-02-28");
}

TEST(Date, drops_the_time_of_day_after_adding_it) {
  EXPECT_EQ(text_of(add(day("2020-01-31"), DaysTimeDuration{23 * 3'600, 0})), "2020-01-31");
  EXPECT_EQ(text_of(subtract(day("2020-01-31"), DaysTimeDuration{3'600, 0})), "2020-01-30");
  EXPECT_EQ(text_of(subtract(day("2020-01-31"), DaysTimeDuration{0, 1})), "2020-01-30");
}

TEST(Date, ends_with_the_calendar) {
  EXPECT_FALSE(subtract(day("-999999999-01-01"), DaysTimeDuration{86'400, 0}));
  EXPECT_FALSE(add(day("999999999-12-31"), YearsMonthsDuration{0, 1}));
  EXPECT_FALSE(make_date(2023, 2, 29));
}

TEST(Date, knows_weeks_and_weekdays) {
  EXPECT_EQ(weekday_name(day("2021-01-03")), "Sunday");
  EXPECT_EQ(week_of_year(day("2021-01-03")), 53);
  EXPECT_EQ(week_of_year(day("2020-12-31")), 53);
  EXPECT_EQ(week_of_year(day("2018-12-31")), 1);
  EXPECT_EQ(day_of_year(day("2020-12-31")), 366);
  EXPECT_EQ(month_name(day("2020-12-31")), "December");
}

TEST(Date, counts_whole_months_between_days) {
  EXPECT_EQ(months_between(day("2020-01-31"), day("2021-01-30"))->total_months(), 11);
  EXPECT_EQ(months_between(day("2021-01-30"), day("2020-01-31"))->total_months(), -11);
}

}  // namespace
}  // namespace jackfield::feel
