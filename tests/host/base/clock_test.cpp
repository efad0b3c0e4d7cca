#include "base/clock.hpp"

#include <gtest/gtest.h>

#include "support/manual_clock.hpp"

namespace jackfield {
namespace {

TEST(Deadline, passes_when_the_clock_reaches_it) {
  test::ManualClock clock;
  const Deadline deadline = Deadline::in(5s, clock);
  EXPECT_FALSE(deadline.has_passed(clock));
  EXPECT_EQ(deadline.remaining(clock), 5000ms);
  clock.advance(5s);
  EXPECT_TRUE(deadline.has_passed(clock));
  EXPECT_EQ(deadline.remaining(clock), 0ms);
}

TEST(Deadline, rounds_what_remains_up) {
  test::ManualClock clock;
  EXPECT_EQ(Deadline::in(1ns, clock).remaining(clock), 1ms);
}

TEST(Deadline, further_away_than_time_goes_is_never) {
  test::ManualClock clock;
  EXPECT_EQ(Deadline::in(nanoseconds::max(), clock), Deadline::never());
}

}  // namespace
}  // namespace jackfield
