#include <gtest/gtest.h>

#include "host/feel/evaluation/answer.hpp"

namespace jackfield::feel {
namespace {

using test::answer;

TEST(FromJson, ignores_what_follows_the_first_value) {
  EXPECT_EQ(answer("from json(\"[1]x\")"), "[1]");
  EXPECT_EQ(answer("from json(\"10 x\")"), "10");
  EXPECT_EQ(answer("from json(\"true]\")"), "true");
}

TEST(FromJson, reads_back_half_a_surrogate_pair) {
  EXPECT_EQ(answer("{half: substring(\"😀\", 2), same: from json(to json(half)) = half}.same"), "true");
}

TEST(FromJson, wants_a_blank_behind_a_number_and_an_end_behind_a_word) {
  EXPECT_EQ(answer("from json(\"10:30:00\")"), "null | FUNCTION_INVOCATION_FAILURE");
  EXPECT_EQ(answer("from json(\"0]\")"), "null | FUNCTION_INVOCATION_FAILURE");
  EXPECT_EQ(answer("from json(\"truex\")"), "null | FUNCTION_INVOCATION_FAILURE");
  EXPECT_EQ(answer("from json(\"null1\")"), "null | FUNCTION_INVOCATION_FAILURE");
}

}  // namespace
}  // namespace jackfield::feel
