#include "base/json_depth.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jackfield {
namespace {

TEST(JsonDepth, counts_what_is_open_at_a_time) {
  EXPECT_EQ(json_depth("1"), 0U);
  EXPECT_EQ(json_depth(R"([{"a":[]},[]])"), 3U);
  EXPECT_EQ(json_depth(std::string(100'000, '[')), 100'000U);
}

TEST(JsonDepth, does_not_count_what_stands_in_texts) {
  EXPECT_EQ(json_depth(R"(["[[\"[[","{"])"), 1U);
}

TEST(JsonDepth, survives_what_is_no_json) {
  EXPECT_EQ(json_depth("]]["), 1U);
  EXPECT_EQ(json_depth("\"\\"), 0U);
}

}  // namespace
}  // namespace jackfield
