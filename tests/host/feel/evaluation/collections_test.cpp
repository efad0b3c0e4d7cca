#include <gtest/gtest.h>

#include "host/feel/evaluation/answer.hpp"

namespace jackfield::feel {
namespace {

using test::answer;

TEST(Filter, is_judged_by_the_first_item) {
  EXPECT_EQ(answer("[1][x.f(item)]"), "null | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("[1, 2, 3][x.f(1) or item = 1]"),
            "[1] | NO_FUNCTION_FOUND NO_VARIABLE_FOUND NO_FUNCTION_FOUND "
            "NO_FUNCTION_FOUND NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("[][?]"), "[]");
}

TEST(Filter, drops_later_items_for_which_the_condition_is_in_trouble) {
  EXPECT_EQ(answer("[1, 2][if item = 1 then true else ?]"), "[1] | NO_VARIABLE_FOUND");
  EXPECT_EQ(answer("append([1], x.f(1))[item = 1]"), "[1] | NO_FUNCTION_FOUND NO_VARIABLE_FOUND");
}

TEST(Filter, cannot_keep_an_item_that_is_an_error_behind_the_first) {
  EXPECT_EQ(answer("append([1], x.f(1))[true]"), "null | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("count(append([], x.f(1))[true])"), "1 | NO_FUNCTION_FOUND");
}

TEST(Path, finds_no_property_in_an_error_among_items) {
  EXPECT_EQ(answer("append([{a: 1}], x.f(1)).a"), "[1, null] | NO_FUNCTION_FOUND NO_PROPERTY_FOUND");
}

TEST(Lists, count_an_error_beside_a_null_as_one) {
  EXPECT_EQ(answer("append([], x.f(1)) = [null]"), "true | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("append([], x.f(1)) = append([], x.f(1))"), "false | NO_FUNCTION_FOUND NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("count(union([1, null], append([], x.f(1))))"), "2 | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("to json(append([], x.f(1)))"), "null | NO_FUNCTION_FOUND FUNCTION_INVOCATION_FAILURE");
}

}  // namespace
}  // namespace jackfield::feel
