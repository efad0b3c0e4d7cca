#include <gtest/gtest.h>

#include "host/feel/evaluation/answer.hpp"

namespace jackfield::feel {
namespace {

using test::answer;

TEST(Extremes, want_an_order_of_the_first_item_and_its_kind_of_the_others) {
  EXPECT_EQ(answer("min(2, 1, 3)"), "1");
  EXPECT_EQ(answer("min([1, null])"), "null | FUNCTION_INVOCATION_FAILURE");
  EXPECT_EQ(answer("max([[], [1]])"), "null | FUNCTION_INVOCATION_FAILURE");
  EXPECT_EQ(answer("max([true, false])"), "null | FUNCTION_INVOCATION_FAILURE");
}

TEST(Extremes, fail_the_evaluation_for_lists_that_count_as_comparable) {
  EXPECT_EQ(answer("min([1], [null])"), "fails");
  EXPECT_EQ(answer("max([\"a\"], [])"), "fails");
  EXPECT_EQ(answer("min([[1]])"), "[1]");
}

}  // namespace
}  // namespace jackfield::feel
