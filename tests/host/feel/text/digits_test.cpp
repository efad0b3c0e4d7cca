#include "feel/text/digits.hpp"

#include <gtest/gtest.h>

#include "feel/number.hpp"

namespace jackfield::feel::text {
namespace {

TEST(Digits, of_every_script_become_ascii) {
  EXPECT_EQ(with_ascii_digits("-١٢.٣e９"), "-12.3e9");
  EXPECT_EQ(with_ascii_digits("x²𝟙"), "x²𝟙");
}

TEST(Digits, of_every_script_make_numbers) {
  EXPECT_EQ(Number::parse("١.٥")->to_string(), "1.5");
  EXPECT_FALSE(Number::parse("²"));
}

}  // namespace
}  // namespace jackfield::feel::text
