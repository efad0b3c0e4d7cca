#include <gtest/gtest.h>

#include "net/http_client.hpp"

namespace jackfield::net {
namespace {

// 2026-01-02 03:04:05 UTC.
constexpr WallTime kNow{seconds(1'767'323'045)};

std::optional<milliseconds> pause(std::string value, int status = 503) {
  return asked_pause({.status = status, .headers = {{"Server", "x"}, {"RETRY-AFTER", std::move(value)}}}, kNow);
}

TEST(RetryAfter, is_a_number_of_seconds) {
  EXPECT_EQ(pause("120"), 120s);
  EXPECT_EQ(pause("0"), 0s);
  EXPECT_EQ(pause("120", 429), 120s);
}

TEST(RetryAfter, is_a_date_in_any_form_that_http_knows) {
  for (const char* date :
       {"Fri, 02 Jan 2026 03:05:05 GMT", "Friday, 02-Jan-26 03:05:05 GMT", "Fri Jan  2 03:05:05 2026"}) {
    EXPECT_EQ(pause(date), 60s) << date;
  }
}

TEST(RetryAfter, is_over_when_its_date_has_passed) {
  EXPECT_EQ(pause("Fri, 02 Jan 2026 03:04:04 GMT"), 0s);
}

TEST(RetryAfter, is_long_when_it_is_beyond_all_measure) {
  EXPECT_EQ(pause("99999999999999999999999"), std::chrono::hours(24 * 365));
  EXPECT_EQ(pause("Fri, 02 Jan 2099 03:04:05 GMT"), std::chrono::hours(24 * 365));
}

TEST(RetryAfter, is_nothing_where_it_cannot_be_understood_or_is_not_asked_for) {
  EXPECT_EQ(pause(""), std::nullopt);
  EXPECT_EQ(pause("soon"), std::nullopt);
  EXPECT_EQ(pause("-5"), std::nullopt);
  EXPECT_EQ(pause("120", 500), std::nullopt);
  EXPECT_EQ(asked_pause({.status = 503}, kNow), std::nullopt);
}

}  // namespace
}  // namespace jackfield::net
