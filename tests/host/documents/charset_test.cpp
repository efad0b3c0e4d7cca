#include "documents/charset.hpp"

#include <gtest/gtest.h>

namespace jackfield::documents {
namespace {

using namespace std::string_view_literals;

TEST(Charset, that_is_blank_is_utf8) {
  EXPECT_EQ(*text_of("grün", ""), "grün");
  EXPECT_EQ(*text_of("grün", "  "), "grün");
  EXPECT_EQ(*text_of("gr\xFCn", "utf-8"), "gr\xEF\xBF\xBDn");
}

TEST(Charset, is_known_by_its_name_in_any_letter_case) {
  EXPECT_EQ(*text_of("gr\xFCn", "ISO-8859-1"), "grün");
  EXPECT_EQ(*text_of("gr\xFCn", "iso-8859-1"), "grün");
  EXPECT_EQ(*text_of("\x80", "windows-1252"), "€");
}

TEST(Charset, of_two_bytes_follows_its_mark_and_is_big_endian_without) {
  EXPECT_EQ(*text_of("\xFF\xFEg\0"sv, "UTF-16"), "g");
  EXPECT_EQ(*text_of("\0g"sv, "UTF-16"), "g");
  EXPECT_EQ(*text_of("g\0"sv, "UTF-16LE"), "g");
}

TEST(Charset, replaces_what_it_cannot_read) {
  EXPECT_EQ(*text_of("a\xFF", "US-ASCII"), "a\xEF\xBF\xBD");
}

TEST(Charset, that_is_unknown_is_refused_by_its_name) {
  EXPECT_EQ(text_of("", "no-such").failure().message, "no-such");
  EXPECT_EQ(text_of("", "UTF-8//IGNORE").failure().fault, Fault::InvalidInput);
}

TEST(Charset, takes_long_text) {
  EXPECT_EQ(text_of(std::string(100'000, '\xFC'), "ISO-8859-1")->size(), 200'000U);
}

}  // namespace
}  // namespace jackfield::documents
