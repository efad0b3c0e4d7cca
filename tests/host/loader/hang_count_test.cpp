#include "loader/hang_count.hpp"

#include <gtest/gtest.h>

namespace jackfield::loader {
namespace {

const TimePoint kStart{};

TEST(HangCount, the_third_hang_within_ten_minutes_is_one_too_many) {
  HangCount count;
  EXPECT_FALSE(count.on_hang(kStart));
  EXPECT_FALSE(count.on_hang(kStart + minutes(5)));
  EXPECT_TRUE(count.on_hang(kStart + minutes(9)));
}

TEST(HangCount, hangs_that_are_far_apart_are_tolerated) {
  HangCount count;
  for (int hang = 0; hang < 10; ++hang) EXPECT_FALSE(count.on_hang(kStart + hang * minutes(6)));
}

TEST(HangCount, the_fifth_thread_that_is_lost_at_a_time_is_one_too_many) {
  HangCount count;
  for (int thread = 0; thread < 4; ++thread) EXPECT_FALSE(count.on_lost_thread());
  count.on_thread_back();
  EXPECT_FALSE(count.on_lost_thread());
  EXPECT_TRUE(count.on_lost_thread());
}

}  // namespace
}  // namespace jackfield::loader
