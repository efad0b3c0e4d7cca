#include <gtest/gtest.h>

#include "host/feel/evaluation/answer.hpp"

namespace jackfield::feel {
namespace {

using test::answer;

TEST(Parser, needs_no_blanks_around_keywords) {
  EXPECT_EQ(answer("1in[1..2]"), "true");
  EXPECT_EQ(answer("iftrue then 1 else2"), "1");
  EXPECT_EQ(answer("1instanceofnumber"), "true");
}

TEST(Parser, reads_a_name_behind_in_where_no_type_follows) {
  EXPECT_EQ(answer("1 instance"), "false | NO_VARIABLE_FOUND");
  EXPECT_EQ(answer("1 instanceof"), "false | NO_VARIABLE_FOUND");
  EXPECT_EQ(answer("1 instanceof + 1"), "false | NO_VARIABLE_FOUND INVALID_TYPE");
  EXPECT_EQ(answer("(function() 1) instanceoffunction"), "true");
}

TEST(Parser, takes_one_power_after_another_and_a_minus_before_them) {
  EXPECT_EQ(answer("2 ** 3 ** 2"), "64");
  EXPECT_EQ(answer("-2 ** 2"), "4");
  EXPECT_EQ(answer("2--3"), "5");
}

}  // namespace
}  // namespace jackfield::feel
