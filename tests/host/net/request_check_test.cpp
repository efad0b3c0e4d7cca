#include "net/request_check.hpp"

#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

TEST(RequestCheck, takes_methods_that_are_tokens) {
  EXPECT_TRUE(check_method("GET").ok());
  EXPECT_TRUE(check_method("M-SEARCH").ok());
  EXPECT_FALSE(check_method("").ok());
  EXPECT_FALSE(check_method("GET /").ok());
}

TEST(RequestCheck, refuses_headers_that_break_the_line) {
  EXPECT_TRUE(check_headers({{"X-A", "b: c"}, {"X-Empty", ""}}).ok());
  EXPECT_FALSE(check_headers({{"X-A", "b\r\nEvil: 1"}}).ok());
  EXPECT_FALSE(check_headers({{"X A", "b"}}).ok());
  EXPECT_FALSE(check_headers({{"", "b"}}).ok());
}

TEST(RequestCheck, finds_headers_in_any_letter_case) {
  EXPECT_TRUE(has_header({{"content-TYPE", "a"}}, "Content-Type"));
  EXPECT_FALSE(has_header({{"Content-Type2", "a"}}, "Content-Type"));
}

}  // namespace
}  // namespace jackfield::net
