#include <gtest/gtest.h>

#include "feel/number.hpp"

namespace jackfield::feel {
namespace {

std::string rounded(std::string_view text, std::int32_t scale, Rounding rounding = Rounding::HalfEven) {
  const auto result = rescale(*Number::parse(text), scale, rounding);
  return result ? result->to_string() : "none";
}

TEST(NumberRounding, sets_exactly_the_scale_asked_for) {
  EXPECT_EQ(rounded("1", 2), "1.00");
  EXPECT_EQ(rounded("15", -1), "2E+1");
  EXPECT_EQ(rounded("3", -1), "0E+1");
  EXPECT_EQ(rounded("2", 40), "2.0000000000000000000000000000000000000000");
}

TEST(NumberRounding, knows_every_direction) {
  EXPECT_EQ(rounded("-2.5", 0, Rounding::Up), "-3");
  EXPECT_EQ(rounded("-2.5", 0, Rounding::Down), "-2");
  EXPECT_EQ(rounded("-2.5", 0, Rounding::Ceiling), "-2");
  EXPECT_EQ(rounded("-2.5", 0, Rounding::Floor), "-3");
  EXPECT_EQ(rounded("2.5", 0, Rounding::HalfUp), "3");
  EXPECT_EQ(rounded("2.5", 0, Rounding::HalfDown), "2");
  EXPECT_EQ(rounded("3.5", 0, Rounding::HalfEven), "4");
}

TEST(NumberRounding, decides_by_the_sign_when_all_digits_go) {
  EXPECT_EQ(rounded("0.000001", -3, Rounding::Up), "1E+3");
  EXPECT_EQ(rounded("-1", -50, Rounding::Floor), "-1E+50");
  EXPECT_EQ(rounded("9", -50, Rounding::HalfUp), "0E+50");
}

TEST(NumberRounding, refuses_to_lose_digits_when_none_may_be_lost) {
  EXPECT_EQ(rounded("1.10", 1, Rounding::Unnecessary), "1.1");
  EXPECT_EQ(rounded("1.11", 1, Rounding::Unnecessary), "none");
}

TEST(NumberRounding, has_no_result_beyond_what_a_number_may_hold) {
  EXPECT_EQ(rounded("2", 2147483647), "none");
  EXPECT_EQ(rounded("2", INT32_MIN), "none");
  EXPECT_EQ(rounded("0", 2147483647), "0E-2147483647");
  EXPECT_EQ(rounded("2", -536'870'919), "0E+536870919");
  EXPECT_EQ(rounded("2", -536'870'920), "none");
  EXPECT_EQ(rounded("0", -536'870'920), "0E+536870920");
}

}  // namespace
}  // namespace jackfield::feel
