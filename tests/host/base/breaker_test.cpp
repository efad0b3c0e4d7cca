#include "base/breaker.hpp"

#include <gtest/gtest.h>

namespace jackfield {
namespace {

using State = Breaker::State;
using Verdict = Breaker::Verdict;

class BreakerTest : public testing::Test {
 protected:
  void end_with(Verdict verdict, int times = 1) {
    for (int i = 0; i < times; ++i) breaker.leave(breaker.enter(now).value(), verdict, now);
  }

  // Five failures open it.
  void open() { end_with(Verdict::Failed, 10); }

  TimePoint now{1h};
  Breaker breaker{{.window = 10, .threshold_percent = 50, .pause = 10s, .longest_pause = 30s, .jitter = 0}};
};

TEST_F(BreakerTest, opens_when_the_share_of_failures_reaches_the_threshold) {
  end_with(Verdict::Worked, 5);
  end_with(Verdict::Failed, 4);
  EXPECT_EQ(breaker.state(), State::Closed);
  end_with(Verdict::Failed);
  EXPECT_EQ(breaker.state(), State::Open);
  EXPECT_FALSE(breaker.enter(now));
}

TEST_F(BreakerTest, stays_closed_until_the_window_is_full) {
  end_with(Verdict::Failed, 9);
  EXPECT_EQ(breaker.state(), State::Closed);
}

TEST_F(BreakerTest, forgets_what_has_left_the_window) {
  end_with(Verdict::Failed, 4);
  end_with(Verdict::Worked, 10);
  end_with(Verdict::Failed, 4);
  EXPECT_EQ(breaker.state(), State::Closed);
  EXPECT_EQ(breaker.failures(), 4u);
}

TEST_F(BreakerTest, does_not_count_what_nobody_knows) {
  end_with(Verdict::Unknown, 100);
  EXPECT_TRUE(breaker.is_spotless());
}

TEST_F(BreakerTest, lets_one_try_when_its_pause_is_over) {
  open();
  now += 9'999ms;
  EXPECT_FALSE(breaker.enter(now));
  now += 1ms;
  EXPECT_TRUE(breaker.enter(now));
  EXPECT_EQ(breaker.state(), State::HalfOpen);
  EXPECT_FALSE(breaker.enter(now));
}

TEST_F(BreakerTest, closes_when_the_try_worked) {
  open();
  now = breaker.retry_at();
  end_with(Verdict::Worked);
  EXPECT_EQ(breaker.state(), State::Closed);
  EXPECT_TRUE(breaker.is_spotless());
}

TEST_F(BreakerTest, pauses_longer_each_time_the_try_fails_and_starts_over_once_it_worked) {
  open();
  for (const seconds pause : {10s, 20s, 30s, 30s}) {
    EXPECT_EQ(breaker.retry_at() - now, pause);
    now = breaker.retry_at();
    end_with(Verdict::Failed);
  }
  now = breaker.retry_at();
  end_with(Verdict::Worked);
  open();
  EXPECT_EQ(breaker.retry_at() - now, 10s);
}

TEST_F(BreakerTest, lets_another_one_try_when_the_first_found_out_nothing) {
  open();
  now = breaker.retry_at();
  end_with(Verdict::Unknown);
  EXPECT_EQ(breaker.state(), State::HalfOpen);
  EXPECT_TRUE(breaker.enter(now));
}

TEST_F(BreakerTest, lets_another_one_try_when_the_first_does_not_come_back) {
  open();
  now = breaker.retry_at();
  ASSERT_TRUE(breaker.enter(now));
  now += 10s;
  EXPECT_TRUE(breaker.enter(now));
}

TEST_F(BreakerTest, does_not_hear_those_who_started_before_it_opened) {
  const Breaker::Pass early = breaker.enter(now).value();
  open();
  now = breaker.retry_at();
  ASSERT_TRUE(breaker.enter(now));
  EXPECT_FALSE(breaker.leave(early, Verdict::Worked, now));
  EXPECT_EQ(breaker.state(), State::HalfOpen);
}

TEST_F(BreakerTest, tells_when_it_changed) {
  Breaker one({.window = 1, .threshold_percent = 100});
  EXPECT_FALSE(one.leave(one.enter(now).value(), Verdict::Worked, now));
  EXPECT_TRUE(one.leave(one.enter(now).value(), Verdict::Failed, now));
}

}  // namespace
}  // namespace jackfield
