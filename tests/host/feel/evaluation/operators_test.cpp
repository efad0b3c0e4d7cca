#include <gtest/gtest.h>

#include "host/feel/evaluation/answer.hpp"

namespace jackfield::feel {
namespace {

using test::answer;

TEST(Operators, look_at_the_left_operand_of_a_power_first) {
  EXPECT_EQ(answer("\"a\" ** ?"), "null | INVALID_TYPE");
  EXPECT_EQ(answer("null ** x.f(1)"), "null | NO_FUNCTION_FOUND INVALID_TYPE");
  EXPECT_EQ(answer("? ** \"a\""), "fails");
  EXPECT_EQ(answer("1 ** ?"), "fails");
}

TEST(Operators, let_an_error_on_the_left_win_over_a_question_mark_on_the_right) {
  EXPECT_EQ(answer("x.f(1) + ?"), "null | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("x.f(1) != ?"), "null | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("? != x.f(1)"), "fails | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("if x.f(1) = ? then 1 else 2"), "2 | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("if x.f(1) < ? then 1 else 2"), "2 | NO_FUNCTION_FOUND");
}

TEST(Operators, evaluate_all_operands_of_a_chain) {
  EXPECT_EQ(answer("1 + ? + missing"), "fails | NO_VARIABLE_FOUND");
}

TEST(Operators, say_nothing_more_of_an_error_between_bounds) {
  EXPECT_EQ(answer("x.f(1) between 1 and 2"), "null | NO_FUNCTION_FOUND NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("1 between x.f(1) and 2"), "null | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("x.f(1) between ? and 1"), "null | NO_FUNCTION_FOUND NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("null between 1 and 2"), "null | NOT_COMPARABLE INVALID_TYPE NOT_COMPARABLE");
}

TEST(Operators, take_the_else_branch_where_a_branch_is_an_error) {
  EXPECT_EQ(answer("if true then x.f(1) else 5"), "5 | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("if false then 5 else x.f(1)"), "fails | NO_FUNCTION_FOUND NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("if null then 5 else x.f(1)"), "fails | INVALID_TYPE NO_FUNCTION_FOUND");
}

}  // namespace
}  // namespace jackfield::feel
