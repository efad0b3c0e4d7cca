#include "services/text.hpp"

#include <gtest/gtest.h>

namespace jackfield::services {
namespace {

TEST(Text, knows_utf8_from_other_bytes) {
  for (const char* good :
       {"", "a", "\xC3\xBC", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  for (const char* bad :
       {"\xFF", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "a\xE2\x82"}) {
    EXPECT_FALSE(is_utf8(bad)) << bad;
  }
}

TEST(Text, shows_replacements_for_what_is_no_text) {
  EXPECT_EQ(shown("a\xFF\xC3(", 100), "a\xEF\xBF\xBD\xEF\xBF\xBD(");
}

TEST(Text, is_cut_between_characters) {
  EXPECT_EQ(shown("a\xE2\x82\xAC", 4), "a\xE2\x82\xAC");
  EXPECT_EQ(shown("a\xE2\x82\xAC", 3), "a");
}

TEST(Text, reads_absent_text_as_empty) {
  EXPECT_EQ(view({nullptr, 0}), "");
}

}  // namespace
}  // namespace jackfield::services
