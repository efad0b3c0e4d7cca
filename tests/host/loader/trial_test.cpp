#include "loader/trial.hpp"

#include <gtest/gtest.h>

namespace jackfield::loader {
namespace {

constexpr TimePoint kStart{1000s};

TEST(Trial, five_strikes_are_borne_and_the_sixth_is_one_too_many) {
  Trial trial(kStart);
  for (int strike = 0; strike < 5; ++strike) EXPECT_FALSE(trial.on_strike(kStart + 1s)) << strike;
  EXPECT_TRUE(trial.on_strike(kStart + 1s));
}

TEST(Trial, after_it_is_over_strikes_are_only_counted) {
  Trial trial(kStart);
  EXPECT_FALSE(trial.is_over(kStart + 29s));
  EXPECT_TRUE(trial.is_over(kStart + 30s));
  for (int strike = 0; strike < 10; ++strike) EXPECT_FALSE(trial.on_strike(kStart + 31s));
  EXPECT_EQ(trial.strikes(), 10U);
  EXPECT_FALSE(trial.is_spotless());
}

}  // namespace
}  // namespace jackfield::loader
