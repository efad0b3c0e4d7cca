#include <gtest/gtest.h>

#include "feel/number.hpp"

namespace jackfield::feel {
namespace {

std::string raised(std::string_view base, std::string_view exponent) {
  const auto result = power(*Number::parse(base), *Number::parse(exponent));
  return result ? result->to_string() : "none";
}

TEST(NumberPower, is_exact_within_34_digits) {
  EXPECT_EQ(raised("10", "20"), "100000000000000000000");
  EXPECT_EQ(raised("2", "200"), "1.606938044258990275541962092341163E+60");
  EXPECT_EQ(raised("1.0000001", "3"), "1.000000300000030000001");
  EXPECT_EQ(raised("10", "34"), "1.000000000000000000000000000000000E+34");
}

TEST(NumberPower, inverts_for_negative_exponents) {
  EXPECT_EQ(raised("2", "-1"), "0.5");
  EXPECT_EQ(raised("1.5", "-3.0"), "0.2962962962962962962962962962962963");
  EXPECT_EQ(raised("0", "-1"), "none");
}

TEST(NumberPower, of_zero_exponent_is_one) {
  EXPECT_EQ(raised("0", "0"), "1");
  EXPECT_EQ(raised("2.50", "0.0"), "1");
}

TEST(NumberPower, goes_through_doubles_for_fractions) {
  EXPECT_EQ(raised("4", "0.5"), "2.0");
  EXPECT_EQ(raised("-2", "0.5"), "none");
}

TEST(NumberPower, refuses_exponents_of_ten_digits) {
  EXPECT_EQ(raised("0", "1000000000"), "none");
  EXPECT_EQ(raised("10", "999999999"), "1.000000000000000000000000000000000E+999999999");
}

TEST(NumberPower, has_no_root_or_logarithm_without_a_finite_double) {
  EXPECT_EQ(square_root(Number(16))->to_string(), "4.0");
  EXPECT_FALSE(square_root(Number(-1)));
  EXPECT_FALSE(natural_logarithm(Number(0)));
  EXPECT_FALSE(exponential(Number(1000)));
}

}  // namespace
}  // namespace jackfield::feel
