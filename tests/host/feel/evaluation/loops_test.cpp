#include <gtest/gtest.h>

#include "host/feel/evaluation/answer.hpp"

namespace jackfield::feel {
namespace {

using test::answer;

TEST(Loops, open_all_iterators_before_they_judge_the_first) {
  EXPECT_EQ(answer("for i in null, j in ? return 1"), "null | INVALID_TYPE");
  EXPECT_EQ(answer("for i in ?, j in null return 1"), "fails | INVALID_TYPE");
  EXPECT_EQ(answer("for i in x.f(1), j in ? return 1"), "null | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("for i in x.f(1)..? return 1"), "null | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("for i in \"a\"..? return 1"), "null | INVALID_TYPE");
}

TEST(Loops, keep_a_body_that_is_in_trouble_as_an_item) {
  EXPECT_EQ(answer("for i in [1] return x.f(i)"),
            "[error(\"No function found with name 'f' and 1 parameters\")] | NO_FUNCTION_FOUND");
  EXPECT_EQ(answer("count(for i in [1, 2] return ?)"), "2");
  EXPECT_EQ(answer("(for i in [1] return ?)[1]"), "fails");
  EXPECT_EQ(answer("(for i in [1] return x.f(i))[1]"), "null | NO_FUNCTION_FOUND");
}

TEST(Loops, have_the_results_so_far_even_where_an_iterator_is_called_partial) {
  EXPECT_EQ(answer("for partial in [7, 8] return partial"), "[[], [[]]]");
  EXPECT_EQ(answer("some partial in [7, 8] satisfies partial = 8"), "true");
  EXPECT_EQ(answer("for i in [1, 2], i in [3] return i"), "[1, 2]");
}

TEST(Loops, see_no_variable_where_an_item_is_an_error) {
  EXPECT_EQ(answer("for i in append([1], x.f(1)) return i"), "[1, null] | NO_FUNCTION_FOUND NO_VARIABLE_FOUND");
  EXPECT_EQ(answer("some i in append([2], x.f(1)) satisfies i = 1"), "false | NO_FUNCTION_FOUND NO_VARIABLE_FOUND");
}

}  // namespace
}  // namespace jackfield::feel
