#include "base/result.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace jackfield {
namespace {

Result<std::unique_ptr<int>> make_positive(int number) {
  if (number <= 0) return Failure{Fault::InvalidInput, "number: expected more than 0"};
  return std::make_unique<int>(number);
}

Result<void> check(bool fine) {
  if (!fine) return Failure{Fault::Rejected, "not today"};
  return {};
}

TEST(Result, carries_a_value_that_can_only_be_moved) {
  Result<std::unique_ptr<int>> result = make_positive(4);
  ASSERT_TRUE(result);
  std::unique_ptr<int> value = *std::move(result);
  EXPECT_EQ(*value, 4);
}

TEST(Result, carries_the_reason_why_there_is_no_value) {
  const Result<std::unique_ptr<int>> result = make_positive(0);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.failure(), (Failure{Fault::InvalidInput, "number: expected more than 0"}));
}

TEST(Result, says_whether_something_without_a_value_worked) {
  EXPECT_TRUE(check(true).ok());
  EXPECT_EQ(check(false).failure().fault, Fault::Rejected);
}

TEST(Result, may_be_dropped_with_a_reason) {
  check(false).ignore("the test wants it so");
}

#ifdef JF_CHECKED_RESULTS
TEST(ResultDeathTest, aborts_when_dropped_unread) {
  EXPECT_DEATH({ Result<int> dropped = 1; }, "dropped unread");
}
#endif

}  // namespace
}  // namespace jackfield
