#include <gtest/gtest.h>

#include "host/feel/evaluation/answer.hpp"

namespace jackfield::feel {
namespace {

using test::answer;
using test::test_of_five;

TEST(UnaryTests, cannot_compare_with_a_bound_in_trouble) {
  EXPECT_EQ(test_of_five("[?..9]"), "null | NOT_COMPARABLE");
  EXPECT_EQ(test_of_five("[x.f(1)..9]"), "null | NO_FUNCTION_FOUND NOT_COMPARABLE");
  EXPECT_EQ(answer("1 in [1..?]"), "null | NOT_COMPARABLE");
  EXPECT_EQ(test_of_five("< ?"), "fails");
}

TEST(UnaryTests, negate_an_error_to_null) {
  EXPECT_EQ(test_of_five("not(< x.f(1))"), "null | NO_FUNCTION_FOUND");
  EXPECT_EQ(test_of_five("< x.f(1)"), "fails | NO_FUNCTION_FOUND");
  EXPECT_EQ(test_of_five("not(< ?)"), "fails");
}

TEST(UnaryTests, judge_a_list_that_holds_a_question_mark_as_a_list) {
  EXPECT_EQ(test_of_five("append([1], ?)"), "false | NOT_COMPARABLE");
  EXPECT_EQ(test_of_five("min(?, 1)"), "false | FUNCTION_INVOCATION_FAILURE");
}

}  // namespace
}  // namespace jackfield::feel
