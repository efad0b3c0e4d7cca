#include "worker/token_bucket.hpp"

#include <gtest/gtest.h>

namespace jackfield::worker {
namespace {

class TokenBucketTest : public testing::Test {
 protected:
  std::size_t use_up_to(std::size_t most) {
    const std::size_t held = bucket.hold_up_to(most, now);
    for (std::size_t i = 0; i < held; ++i) bucket.use(now);
    return held;
  }

  TimePoint now{1h};
  TokenBucket bucket{{.jobs = 10, .per = 1s, .burst = 5}, now};
};

TEST_F(TokenBucketTest, has_a_burst_at_first) {
  EXPECT_EQ(use_up_to(100), 5u);
  EXPECT_EQ(use_up_to(100), 0u);
}

TEST_F(TokenBucketTest, gets_tokens_back_at_an_even_pace) {
  use_up_to(5);
  EXPECT_EQ(bucket.next_at(now), now + 100ms);
  now += 99ms;
  EXPECT_EQ(bucket.free(now), 0u);
  now += 1ms;
  EXPECT_EQ(bucket.free(now), 1u);
  now += 200ms;
  EXPECT_EQ(bucket.free(now), 3u);
}

TEST_F(TokenBucketTest, saves_no_more_than_a_burst) {
  now += 1h;
  EXPECT_EQ(use_up_to(100), 5u);
}

TEST_F(TokenBucketTest, loses_no_time_to_those_who_look_often) {
  use_up_to(5);
  for (int i = 0; i < 99; ++i) {
    now += 1ms;
    EXPECT_EQ(bucket.free(now), 0u);
  }
  now += 1ms;
  EXPECT_EQ(bucket.free(now), 1u);
}

TEST_F(TokenBucketTest, counts_what_is_held_towards_the_burst) {
  EXPECT_EQ(bucket.hold_up_to(3, now), 3u);
  now += 1h;
  EXPECT_EQ(bucket.free(now), 2u);
  EXPECT_EQ(bucket.hold_up_to(5, now), 2u);
  EXPECT_EQ(bucket.next_at(now), TimePoint::max());
  bucket.use(now);
  EXPECT_EQ(bucket.next_at(now), now + 100ms);
}

TEST_F(TokenBucketTest, has_what_was_given_back_at_once) {
  bucket.hold_up_to(5, now);
  bucket.give_back(now);
  EXPECT_EQ(bucket.free(now), 1u);
}

TEST_F(TokenBucketTest, lets_no_more_than_burst_and_rate_through_in_any_time) {
  std::size_t used = 0;
  for (int i = 0; i < 1000; ++i) {
    used += use_up_to(2);
    now += 37ms;
  }
  EXPECT_LE(used, 5u + 370u);
  EXPECT_GE(used, 370u);
}

}  // namespace
}  // namespace jackfield::worker
