#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace jackfield {
namespace {

TEST(Utf8, accepts_every_length_of_sequence) {
  EXPECT_TRUE(is_utf8("plain ascii, \u00e9, \u20ac, \U0001F600"));
}

TEST(Utf8, refuses_surrogates_overlong_forms_and_cut_sequences) {
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
  EXPECT_FALSE(is_utf8("\xC0\xAF"));
  EXPECT_FALSE(is_utf8("\xE2\x82"));
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));
  EXPECT_FALSE(is_utf8("\xFF"));
}

TEST(Utf8, says_how_far_a_text_is_good) {
  EXPECT_EQ(valid_utf8_prefix("eight by\xFF tes"), 8u);
}

TEST(Utf8, replaces_each_bad_byte) {
  EXPECT_EQ(repaired_utf8("a\xFF\xFE"
                          "b"),
            "a\uFFFD\uFFFDb");
}

}  // namespace
}  // namespace jackfield
