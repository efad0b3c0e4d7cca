#include <gtest/gtest.h>

#include "config/document.hpp"

namespace jackfield::config {
namespace {

class ValuesTest : public testing::Test {
 protected:
  Value value(std::string text) { return {&key, {std::move(text)}, "--wait"}; }

  const Key key{.name = "worker.wait", .argument = "--wait", .placeholder = "TIME", .fallback = "", .help = "a wait"};
};

TEST_F(ValuesTest, reads_lengths_of_time_with_their_units) {
  EXPECT_EQ(*as_duration(value("500ms")), 500ms);
  EXPECT_EQ(*as_duration(value("30s")), 30s);
  EXPECT_EQ(*as_duration(value("5m")), 5min);
  EXPECT_EQ(*as_duration(value("PT10S")), 10s);
  EXPECT_EQ(*as_duration(value("1500")), 1500ms);
}

TEST_F(ValuesTest, says_what_a_length_of_time_looks_like) {
  EXPECT_EQ(
      as_duration(value("soon")).failure().message,
      "setting \"worker.wait\" from --wait: expected a length of time such as 500ms, 30s, 5m or PT30S, got \"soon\"");
  EXPECT_FALSE(as_duration(value("5parsecs")));
  EXPECT_FALSE(as_duration(value("99999999999999999h")));
}

TEST_F(ValuesTest, reads_flags_in_the_usual_words) {
  EXPECT_TRUE(*as_flag(value("on")));
  EXPECT_FALSE(*as_flag(value("false")));
  EXPECT_FALSE(as_flag(value("maybe")));
}

TEST_F(ValuesTest, keeps_numbers_within_their_bounds) {
  EXPECT_EQ(*as_number(value("12"), 1, 100), 12u);
  EXPECT_FALSE(as_number(value("0"), 1, 100));
  EXPECT_FALSE(as_number(value("-1"), 1, 100));
  EXPECT_FALSE(as_number(value("12x"), 1, 100));
}

TEST_F(ValuesTest, never_shows_a_secret_that_it_cannot_read) {
  const Key secret{.name = "token", .argument = "", .placeholder = "", .fallback = "", .help = "", .is_secret = true};
  const Value hidden{&secret, {"hunter2"}, "TOKEN"};
  EXPECT_EQ(as_flag(hidden).failure().message,
            "setting \"token\" from TOKEN: expected true or false, got \"[secret]\"");
}

}  // namespace
}  // namespace jackfield::config
