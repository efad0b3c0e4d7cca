#include "feel/text/utf16.hpp"

#include <gtest/gtest.h>

namespace jackfield::feel::text {
namespace {

constexpr std::string_view kHorse =
    "a\xF0\x9F\x90\x8E"
    "b";  // a, U+1F40E, b

TEST(Utf16, counts_units) {
  EXPECT_EQ(length(kHorse), 4U);
  EXPECT_EQ(length("\xC3\xA4\xE2\x82\xAC"), 2U);
  EXPECT_EQ(length(""), 0U);
}

TEST(Utf16, cuts_through_a_pair_and_joins_it_again) {
  std::string first = slice(kHorse, 0, 2);
  const std::string second = slice(kHorse, 2, 4);
  EXPECT_EQ(first, "a\xED\xA0\xBD");
  EXPECT_EQ(second,
            "\xED\xB0\x8E"
            "b");
  EXPECT_TRUE(has_lone_surrogate(first));
  append(first, second);
  EXPECT_EQ(first, kHorse);
  EXPECT_FALSE(has_lone_surrogate(first));
}

TEST(Utf16, slices_whole_characters) {
  EXPECT_EQ(slice(kHorse, 1, 3), "\xF0\x9F\x90\x8E");
  EXPECT_EQ(slice(kHorse, 3, 4), "b");
  EXPECT_EQ(slice(kHorse, 2, 3), "\xED\xB0\x8E");
  EXPECT_EQ(slice(kHorse, 4, 4), "");
}

TEST(Utf16, orders_pairs_before_the_end_of_the_basic_plane) {
  EXPECT_TRUE(compare("\xEF\xBF\xBD", "\xF0\x9F\x90\x8E") > 0);
  EXPECT_TRUE(compare("B", "a") < 0);
  EXPECT_TRUE(compare("z", "\xC3\xA4") < 0);
  EXPECT_TRUE(compare("ab", "abc") < 0);
}

}  // namespace
}  // namespace jackfield::feel::text
