#include "feel/temporal/literal.hpp"

#include <gtest/gtest.h>

namespace jackfield::feel {
namespace {

std::string text_of(const Temporal& temporal) {
  std::string out;
  if (const auto* it = std::get_if<Date>(&temporal)) append_to(out, *it);
  if (const auto* it = std::get_if<LocalTime>(&temporal)) append_to(out, *it);
  if (const auto* it = std::get_if<ZonedTime>(&temporal)) append_to(out, *it);
  if (const auto* it = std::get_if<LocalDateTime>(&temporal)) append_to(out, *it);
  if (const auto* it = std::get_if<ZonedDateTime>(&temporal)) append_to(out, *it);
  if (const auto* it = std::get_if<DaysTimeDuration>(&temporal)) append_to(out, *it);
  if (const auto* it = std::get_if<YearsMonthsDuration>(&temporal)) append_to(out, *it);
  return out;
}

TEST(TemporalLiteral, is_told_apart_by_its_form) {
  EXPECT_TRUE(std::holds_alternative<Date>(parse_at_literal("2024-02-29")));
  EXPECT_TRUE(std::holds_alternative<LocalTime>(parse_at_literal("T10:30")));
  EXPECT_TRUE(std::holds_alternative<ZonedTime>(parse_at_literal("10:30:00@Europe/Berlin")));
  EXPECT_TRUE(std::holds_alternative<LocalDateTime>(parse_at_literal("2024-02-29T10:30")));
  EXPECT_TRUE(std::holds_alternative<ZonedDateTime>(parse_at_literal("2024-02-29T10:30Z")));
  EXPECT_TRUE(std::holds_alternative<DaysTimeDuration>(parse_at_literal("P0D")));
  EXPECT_TRUE(std::holds_alternative<YearsMonthsDuration>(parse_at_literal("P0M")));
}

TEST(TemporalLiteral, is_null_when_it_almost_fits) {
  for (const std::string_view text : {"2024-02-30",
                                      "+2024-01-01",
                                      "2024-1-1",
                                      "10:30:00z",
                                      "10:30Z",
                                      "24:00:01",
                                      "10:30.5",
                                      "P",
                                      "PT",
                                      "P1W",
                                      "P1Y2D",
                                      "P1DT",
                                      "PT1.5H",
                                      "2024-02-29T24:00:00",
                                      "2024-02-29T10:30:00+18:30",
                                      "2024-02-29T10:30:00@GMT+1",
                                      "10:30:00@EST",
                                      "10:30:00@europe/berlin",
                                      "10:30:00+02:00@Europe/Berlin",
                                      "+P1D",
                                      "p1d",
                                      "2024-02-29T10:30:00.1234567891"}) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(parse_at_literal(text))) << text;
  }
}

TEST(TemporalLiteral, of_a_duration_is_laxer_than_other_texts) {
  EXPECT_EQ(text_of(parse_duration("+P1D", DurationForm::Literal)), "P1D");
  EXPECT_EQ(text_of(parse_duration("p1d", DurationForm::Literal)), "P1D");
  EXPECT_EQ(text_of(parse_duration("+P1D", DurationForm::Other)), "");
}

TEST(TemporalLiteral, of_a_date_time_takes_leading_zeros_that_a_function_does_not) {
  EXPECT_EQ(text_of(parse_date_time("012345-01-01T00:00:00", DateTimeForm::Literal)), "12345-01-01T00:00:00");
  EXPECT_EQ(text_of(parse_date_time("012345-01-01T00:00:00", DateTimeForm::Function)), "");
  EXPECT_EQ(text_of(parse_date_time("0000-01-01", DateTimeForm::Function)), "0000-01-01T00:00:00");
}

}  // namespace
}  // namespace jackfield::feel
