#include <gtest/gtest.h>

#include "feel/number.hpp"

namespace jackfield::feel {
namespace {

constexpr std::string_view kFortyDigits = "1234567890123456789012345678901234567890";

std::string calculate(std::string_view a, char op, std::string_view b) {
  const Number x = *Number::parse(a);
  const Number y = *Number::parse(b);
  const auto result = op == '+'   ? add(x, y)
                      : op == '-' ? subtract(x, y)
                      : op == '*' ? multiply(x, y)
                      : op == '/' ? divide(x, y)
                      : op == '%' ? modulo(x, y)
                                  : power(x, y);
  return result ? result->to_string() : "none";
}

TEST(NumberArithmetic, adds_with_the_larger_scale) {
  EXPECT_EQ(calculate("1.10", '+', "2.20"), "3.30");
  EXPECT_EQ(calculate("0.5", '+', "9223372036854775807"), "9223372036854775807.5");
  EXPECT_EQ(calculate("1", '-', "0.9"), "0.1");
}

TEST(NumberArithmetic, pads_toward_the_scale_of_a_zero_as_far_as_the_digits_go) {
  EXPECT_EQ(calculate("1E+3", '+', "0"), "1000");
  EXPECT_EQ(calculate("-1E+40", '+', "0"), "-1.000000000000000000000000000000000E+40");
  EXPECT_EQ(calculate("0E+5", '-', "0E+5"), "0E+5");
}

TEST(NumberArithmetic, multiplies_with_the_sum_of_scales) {
  EXPECT_EQ(calculate("100", '*', "1.0"), "100.0");
  EXPECT_EQ(calculate("-2.5", '*', "1.10"), "-2.750");
  EXPECT_EQ(calculate("9999999999999999999999999999999999", '*', "9223372036854775808"),
            "9.223372036854775807999999999999999E+52");
}

TEST(NumberArithmetic, rounds_ties_to_even) {
  EXPECT_EQ(calculate("10", '*', "1000000000000000000000000000000000.5"), "1.000000000000000000000000000000000E+34");
  EXPECT_EQ(calculate("0", '+', "10000000000000000000000000000000005"), "1.000000000000000000000000000000000E+34");
  EXPECT_EQ(calculate("0", '+', "10000000000000000000000000000000015"), "1.000000000000000000000000000000002E+34");
}

TEST(NumberArithmetic, lets_the_left_operand_decide_the_precision) {
  EXPECT_EQ(calculate("1", '+', kFortyDigits), "1.234567890123456789012345678901235E+39");
  EXPECT_EQ(calculate(kFortyDigits, '+', "1"), "1234567890123456789012345678901234567891");
  EXPECT_EQ(calculate(kFortyDigits, '*', "2"), "2469135780246913578024691357802469135780");
}

TEST(NumberArithmetic, keeps_34_digits_of_what_a_host_hands_over) {
  const Number host = *Number::parse(kFortyDigits, Precision::Standard);
  EXPECT_EQ(host.to_string(), kFortyDigits);
  EXPECT_EQ(negate(host).to_string(), "-1.234567890123456789012345678901235E+39");
}

TEST(NumberArithmetic, divides_to_the_shortest_exact_text) {
  EXPECT_EQ(calculate("5.00", '/', "2"), "2.50");
  EXPECT_EQ(calculate("100", '/', "0.5"), "2.0E+2");
  EXPECT_EQ(calculate("10", '/', "3"), "3.333333333333333333333333333333333");
  EXPECT_EQ(calculate("22", '/', "7"), "3.142857142857142857142857142857143");
  EXPECT_EQ(calculate("1", '/', "0.0"), "none");
}

TEST(NumberArithmetic, takes_a_remainder_with_the_sign_of_the_divisor) {
  EXPECT_EQ(calculate("-5", '%', "3"), "1");
  EXPECT_EQ(calculate("5", '%', "-3"), "-1");
  EXPECT_EQ(calculate("1.10", '%', "-1"), "-0.90");
  EXPECT_EQ(calculate("0", '%', kFortyDigits), "432110");
  EXPECT_EQ(calculate("7", '%', "0"), "none");
  EXPECT_EQ(calculate("9999999999999999999999999999999999", '%', "-0.5"), "none");
}

TEST(NumberArithmetic, adds_numbers_far_apart_without_writing_them_out) {
  EXPECT_EQ(calculate("1E+1000000000", '+', "1"), "1.000000000000000000000000000000000E+1000000000");
  EXPECT_EQ(calculate("1E+2147483647", '*', "1E-2147483647"), "1");
  EXPECT_EQ(calculate("1E+2147483647", '*', "10"), "1.0E+2147483648");
  EXPECT_EQ(calculate("1E+2147483647", '*', "1E+1"), "1E+2147483648");
}

TEST(NumberArithmetic, has_no_result_when_the_scale_leaves_32_bits) {
  EXPECT_EQ(calculate("1E-2147483647", '*', "1E-2147483647"), "none");
}

}  // namespace
}  // namespace jackfield::feel
