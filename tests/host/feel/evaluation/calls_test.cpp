#include <gtest/gtest.h>

#include "host/feel/evaluation/answer.hpp"

namespace jackfield::feel {
namespace {

using test::answer;

TEST(Calls, leave_troubles_among_collected_arguments_as_items) {
  EXPECT_EQ(answer("min(?, 1)"), "null | FUNCTION_INVOCATION_FAILURE");
  EXPECT_EQ(answer("or(?, true)"), "true");
  EXPECT_EQ(answer("count(append([1], ?, x.f(1)))"), "3 | NO_FUNCTION_FOUND");
}

TEST(Calls, fail_for_a_question_mark_before_they_fail_for_an_error) {
  EXPECT_EQ(answer("get or else(x.f(1), ?)"), "fails | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("append(x.f(1), ?)"), "null | NO_FUNCTION_FOUND FUNCTION_INVOCATION_FAILURE");
  EXPECT_EQ(answer("[before(1, [x.f(1)..?])]"), "[null] | NO_FUNCTION_FOUND FUNCTION_INVOCATION_FAILURE");
}

TEST(Calls, evaluate_named_arguments_in_the_order_of_the_parameters) {
  EXPECT_EQ(answer("get or else(default: -null, value: missing)"), "null | NO_VARIABLE_FOUND INVALID_TYPE");
}

TEST(Calls, let_sort_catch_what_would_fail_the_evaluation) {
  EXPECT_EQ(answer("sort([1, 2], function(a, b) modulo(a, 0) = 1)"), "null | FUNCTION_INVOCATION_FAILURE");
  EXPECT_EQ(answer("sort([[1], [2]], function(a, b) a < b)"), "null | FUNCTION_INVOCATION_FAILURE");
  EXPECT_EQ(answer("sort([1, 2], function(a, b) assert(true, a > 5))"), "fails | ASSERT_FAILURE");
  EXPECT_EQ(answer("1 + modulo(1, 0)"), "fails");
}

TEST(Calls, let_sort_ask_again_the_other_way_round) {
  EXPECT_EQ(answer("sort([1, 2], function(a, b) a in [\"s\"])"), "[1, 2] | NOT_COMPARABLE NOT_COMPARABLE");
  EXPECT_EQ(answer("sort([2, 1], function(a, b) if a = 1 then false else null)"), "null | FUNCTION_INVOCATION_FAILURE");
  EXPECT_EQ(answer("sort([3, 1, 2], function(a, b) true)"), "[2, 1, 3]");
  EXPECT_EQ(answer("sort([5, 3, 4, 1, 2], function(a, b) a < b)"), "[1, 2, 3, 4, 5]");
}

}  // namespace
}  // namespace jackfield::feel
