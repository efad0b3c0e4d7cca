#include "services/open_calls.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jackfield::services {
namespace {

TEST(OpenCalls, are_taken_once) {
  OpenCalls<std::string> calls(10);
  const auto [status, token] = calls.add("a");
  EXPECT_EQ(status, JF_OK);
  EXPECT_EQ(calls.take(token), "a");
  EXPECT_EQ(calls.take(token), std::nullopt);
  EXPECT_NE(calls.add("b").second, token);
}

TEST(OpenCalls, are_refused_above_their_number) {
  OpenCalls<int> calls(1);
  const jf_token token = calls.add(1).second;
  EXPECT_EQ(calls.add(2).first, JF_ERR_BUSY);
  calls.take(token);
  EXPECT_EQ(calls.add(2).first, JF_OK);
}

TEST(OpenCalls, are_refused_after_close_and_the_open_ones_named) {
  OpenCalls<int> calls(10);
  const jf_token token = calls.add(1).second;
  EXPECT_EQ(calls.close(), std::vector{token});
  EXPECT_EQ(calls.add(2).first, JF_ERR_CLOSING);
  EXPECT_EQ(calls.take(token), 1);
}

}  // namespace
}  // namespace jackfield::services
