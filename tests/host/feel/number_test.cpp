#include "feel/number.hpp"

#include <gtest/gtest.h>

#include <unordered_set>

namespace jackfield::feel {
namespace {

Number n(std::string_view text) {
  return *Number::parse(text);
}

TEST(Number, takes_sixteen_bytes) {
  EXPECT_EQ(sizeof(Number), 16U);
}

TEST(Number, is_equal_whatever_its_scale) {
  EXPECT_EQ(n("1.0"), n("1"));
  EXPECT_EQ(n("0E+5"), n("0.000"));
  EXPECT_EQ(n("1E+3"), n("1000"));
  EXPECT_NE(n("1.01"), n("1"));
}

TEST(Number, hashes_alike_when_equal) {
  const std::unordered_set<Number> seen{n("1E+3"), n("0.10"), n("12345678901234567890123456789012345678900")};
  EXPECT_TRUE(seen.contains(n("1000.00")));
  EXPECT_TRUE(seen.contains(n("0.1")));
  EXPECT_TRUE(seen.contains(n("123456789012345678901234567890123456789E+2")));
}

TEST(Number, orders_by_value_across_scales_and_sizes) {
  EXPECT_LT(n("-2.5"), n("0.05"));
  EXPECT_LT(n("9.99"), n("1E+1"));
  EXPECT_LT(n("-1E+40"), n("-9999999999999999999999999999999999"));
  EXPECT_LT(n("1E+2000000000"), n("1E+2000000001"));
  EXPECT_GT(n("0.12345678901234567890123456789012345678901234567890"), n("0.1234567890123456789012345678901234567890"));
}

TEST(Number, copies_share_a_large_number) {
  Number a = n("1234567890123456789012345678901234567890");
  Number b = a;
  a = Number(1);
  EXPECT_EQ(b.to_string(), "1234567890123456789012345678901234567890");
  b = std::move(a);
  EXPECT_EQ(b, Number(1));
}

TEST(Number, wraps_to_integers_like_the_jvm) {
  EXPECT_EQ(n("3.8").to_int32(), 3);
  EXPECT_EQ(n("-3.8").to_int32(), -3);
  EXPECT_EQ(n("2147483648").to_int32(), INT32_MIN);
  EXPECT_EQ(n("1E+70").to_int32(), 0);
  EXPECT_EQ(n("18446744073709551617").wrapped_int64(), 1);
}

TEST(Number, is_an_exact_integer_only_when_whole_and_in_range) {
  EXPECT_EQ(n("2.00").to_int64(), 2);
  EXPECT_EQ(n("-9223372036854775808").to_int64(), INT64_MIN);
  EXPECT_EQ(n("9223372036854775808").to_int64(), std::nullopt);
  EXPECT_EQ(n("2.5").to_int64(), std::nullopt);
  EXPECT_TRUE(n("1.50E+10").is_whole());
  EXPECT_FALSE(n("1E-7").is_whole());
}

}  // namespace
}  // namespace jackfield::feel
