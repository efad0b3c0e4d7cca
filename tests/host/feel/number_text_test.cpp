#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

#include "feel/number.hpp"

namespace jackfield::feel {
namespace {

std::string text_of(std::string_view text) {
  const auto number = Number::parse(text);
  return number ? number->to_string() : "none";
}

std::string json_of(std::string_view text) {
  std::string out;
  Number::parse(text)->append_json(out);
  return out;
}

std::string double_text(double value) {
  std::string out;
  append_double(out, value);
  return out;
}

TEST(NumberText, keeps_the_scale) {
  EXPECT_EQ(text_of("1.50"), "1.50");
  EXPECT_EQ(text_of("-0.0"), "0.0");
  EXPECT_EQ(text_of("007"), "7");
  EXPECT_EQ(text_of(".5"), "0.5");
  EXPECT_EQ(text_of("5."), "5");
}

TEST(NumberText, is_scientific_below_a_millionth_and_for_negative_scales) {
  EXPECT_EQ(text_of("0.000001"), "0.000001");
  EXPECT_EQ(text_of("0.0000001"), "1E-7");
  EXPECT_EQ(text_of("1e3"), "1E+3");
  EXPECT_EQ(text_of("1.50E+10"), "1.50E+10");
  EXPECT_EQ(text_of("0E-10"), "0E-10");
  EXPECT_EQ(text_of("1E-6143"), "1E-6143");
}

TEST(NumberText, keeps_all_digits_of_a_long_literal) {
  constexpr std::string_view kLong = "0.12345678901234567890123456789012345678901234567890";
  EXPECT_EQ(text_of(kLong), kLong);
}

TEST(NumberText, is_no_number_with_anything_around_it) {
  for (const std::string_view text : {"", " 1", "1 ", "1e", "e1", "+-1", ".", "0x1F", "1,5", "1e2147483649", "NaN"}) {
    EXPECT_EQ(text_of(text), "none") << text;
  }
}

TEST(NumberText, takes_doubles_by_their_shortest_text) {
  EXPECT_EQ(Number::from_double(4)->to_string(), "4.0");
  EXPECT_EQ(Number::from_double(1e2)->to_string(), "100.0");
  EXPECT_EQ(Number::from_double(1e7)->to_string(), "1.0E+7");
  EXPECT_EQ(Number::from_double(1e-6)->to_string(), "0.0000010");
  EXPECT_FALSE(Number::from_double(std::numeric_limits<double>::infinity()));
  EXPECT_FALSE(Number::from_double(std::numeric_limits<double>::quiet_NaN()));
}

TEST(NumberText, reads_a_text_as_its_nearest_double) {
  for (const std::string_view text :
       {"1.10", "1e7", "1e21", "1e-6", "1e2", "0.0", "-0.0", "12345678.5", "1e-4", "100.25", "0.1234567890123456789",
        "123456789012345678901234567890.5", "4.9e-324", "1e22", "1.7976931348623157e308", "0.001", "999999999999999.0",
        "7e-290", "1e-400"}) {
    const double value = std::strtod(std::string(text).c_str(), nullptr);
    EXPECT_EQ(Number::parse_as_double(text)->to_string(), Number::from_double(value)->to_string()) << text;
  }
  EXPECT_FALSE(Number::parse_as_double("1e400"));
  EXPECT_FALSE(Number::parse_as_double("x"));
}

TEST(NumberText, writes_doubles_as_the_jvm_does) {
  EXPECT_EQ(double_text(1234567.0), "1234567.0");
  EXPECT_EQ(double_text(1e7), "1.0E7");
  EXPECT_EQ(double_text(0.001), "0.001");
  EXPECT_EQ(double_text(1e-4), "1.0E-4");
  EXPECT_EQ(double_text(2e-3), "0.002");
  EXPECT_EQ(double_text(1e23), "1.0E23");
  EXPECT_EQ(double_text(5e-324), "4.9E-324");
  EXPECT_EQ(double_text(1e-323), "9.9E-324");
  EXPECT_EQ(double_text(-0.0), "-0.0");
}

TEST(NumberText, is_an_integer_in_json_only_when_whole_and_within_64_bits) {
  EXPECT_EQ(json_of("1.0"), "1");
  EXPECT_EQ(json_of("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(json_of("9223372036854775808"), "9.223372036854776E18");
  EXPECT_EQ(json_of("0.3333333333333333333333333333333333"), "0.3333333333333333");
  EXPECT_EQ(json_of("1E+309"), "\"Infinity\"");
  EXPECT_EQ(json_of("-1E+400"), "\"-Infinity\"");
  EXPECT_EQ(json_of("1E-400"), "0.0");
}

}  // namespace
}  // namespace jackfield::feel
