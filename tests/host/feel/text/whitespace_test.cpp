#include "feel/text/whitespace.hpp"

#include <gtest/gtest.h>

namespace jackfield::feel::text {
namespace {

TEST(Whitespace, is_trimmed_up_to_the_space) {
  EXPECT_EQ(trim("\t x \n"), "x");
  EXPECT_EQ(trim("\u00a0x"), "\u00a0x");
}

TEST(Whitespace, is_blank_by_the_rules_of_java) {
  EXPECT_TRUE(is_blank(""));
  EXPECT_TRUE(is_blank(" \t\u2003\u001c"));
  EXPECT_FALSE(is_blank("\u00a0"));
  EXPECT_FALSE(is_blank("\u2007"));
  EXPECT_FALSE(is_blank(" x "));
}

}  // namespace
}  // namespace jackfield::feel::text
