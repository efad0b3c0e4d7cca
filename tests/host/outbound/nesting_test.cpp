#include "outbound/nesting.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jackfield::outbound {
namespace {

std::string nested(std::size_t levels) {
  return std::string(levels, '[') + std::string(levels, ']');
}

TEST(Nesting, counts_the_levels_that_are_open_at_once) {
  EXPECT_FALSE(is_nested_too_deep(nested(kMaxNesting)));
  EXPECT_TRUE(is_nested_too_deep(nested(kMaxNesting + 1)));
  EXPECT_FALSE(is_nested_too_deep("[" + nested(600) + "," + nested(600) + "]"));
}

TEST(Nesting, does_not_count_brackets_in_strings) {
  EXPECT_FALSE(is_nested_too_deep("\"" + std::string(2000, '{') + "\""));
  EXPECT_FALSE(is_nested_too_deep("\"\\\"" + std::string(2000, '[') + "\""));
  EXPECT_TRUE(is_nested_too_deep("[\"\\\\\"," + nested(kMaxNesting) + "]"));
}

TEST(Nesting, survives_text_that_is_no_json) {
  EXPECT_FALSE(is_nested_too_deep("]]]]"));
  EXPECT_FALSE(is_nested_too_deep("\"never ends\\"));
  EXPECT_FALSE(is_nested_too_deep(""));
}

}  // namespace
}  // namespace jackfield::outbound
