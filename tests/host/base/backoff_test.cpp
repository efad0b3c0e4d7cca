#include "base/backoff.hpp"

#include <gtest/gtest.h>

namespace jackfield {
namespace {

constexpr Backoff::Settings kExact{.first = 100ms, .most = 1s, .factor = 3, .jitter = 0};

TEST(Backoff, grows_from_the_first_delay_to_the_limit) {
  Backoff backoff(kExact);
  EXPECT_EQ(backoff.next(), 100ms);
  EXPECT_EQ(backoff.next(), 300ms);
  EXPECT_EQ(backoff.next(), 900ms);
  EXPECT_EQ(backoff.next(), 1s);
  EXPECT_EQ(backoff.next(), 1s);
}

TEST(Backoff, starts_over_after_a_reset) {
  Backoff backoff(kExact);
  backoff.next();
  backoff.next();
  backoff.reset();
  EXPECT_EQ(backoff.next(), 100ms);
}

TEST(Backoff, spreads_delays_by_no_more_than_the_jitter) {
  Backoff backoff({.first = 1s, .most = 1s, .factor = 1, .jitter = 0.1}, 7);
  for (int i = 0; i < 1000; ++i) {
    const milliseconds delay = backoff.next();
    EXPECT_GE(delay, 900ms);
    EXPECT_LE(delay, 1100ms);
  }
}

TEST(Backoff, spreads_two_of_the_same_kind_differently) {
  constexpr Backoff::Settings kSpread{.first = 1h, .most = 1h, .factor = 1, .jitter = 0.5};
  EXPECT_NE(Backoff(kSpread).next(), Backoff(kSpread).next());
}

}  // namespace
}  // namespace jackfield
