#include "feel/regex.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::feel {
namespace {

using testing::ElementsAre;

bool found(std::string_view text, std::string_view pattern, std::string_view flags = "") {
  return *Regex::compile(pattern, flags)->is_found_in(text);
}

std::string replaced(std::string_view text, std::string_view pattern, std::string_view replacement) {
  const auto result = Regex::compile(pattern, "")->replace_all(text, replacement);
  return result ? *result : "none";
}

std::vector<std::string> split(std::string_view text, std::string_view pattern) {
  return *Regex::compile(pattern, "")->split(text);
}

std::vector<std::string> extracted(std::string_view text, std::string_view pattern) {
  return *Regex::compile(pattern, "")->extract(text);
}

TEST(Regex, refuses_what_is_no_pattern) {
  for (const std::string_view pattern :
       {"(", "*", "a{", "[z-a]", "\\", "(?<n", "a**", "\\y", "[", ")", "\\p{Nope}", "(?z)", "\\k<n>"}) {
    EXPECT_FALSE(Regex::compile(pattern, "")) << pattern;
  }
}

TEST(Regex, ignores_case_of_ascii_letters_only) {
  EXPECT_TRUE(found("foobar", "^FO*B", "i"));
  EXPECT_FALSE(found("ÄB", "äb", "i"));
  EXPECT_TRUE(found("ÄB", "(?iu)äb"));
}

TEST(Regex, knows_flags_and_ignores_other_letters) {
  EXPECT_TRUE(found("a\nb", "a.b", "sz"));
  EXPECT_TRUE(found("x\ny", "^y$", "m"));
  EXPECT_TRUE(found("ab", "a b # no", "x"));
  EXPECT_TRUE(found("abc", "[ a b ]c", "x"));
  EXPECT_FALSE(found("a\nb", "a.b", "q"));
}

TEST(Regex, treats_all_line_ends_alike) {
  EXPECT_FALSE(found("a\u2028b", "a.b"));
  EXPECT_TRUE(found("abc\r\n", "c$"));
  EXPECT_FALSE(found("abc\n\n", "c$"));
  EXPECT_EQ(replaced("a\r\nb", "(?m)$", "!"), "a!\r\nb!");
}

TEST(Regex, nests_and_intersects_classes) {
  EXPECT_THAT(extracted("abc", "[a-z&&[^b]]"), ElementsAre("a", "c"));
  EXPECT_EQ(replaced("foo-bar_baz", "[A-Z-[OI]]", "<$0>"), "foo<->bar_baz");
  EXPECT_THAT(extracted("abcd", "[^a[bc]]"), ElementsAre("d"));
}

TEST(Regex, spells_out_properties) {
  EXPECT_TRUE(found("abc", "\\p{IsLatin}"));
  EXPECT_FALSE(found("aaa", "\\p{InGreek}"));
  EXPECT_FALSE(found("äöü", "\\p{Alpha}"));
  EXPECT_TRUE(found("äöü", "(?U)\\w+"));
}

TEST(Regex, lets_a_reference_without_a_group_never_match) {
  EXPECT_THAT(extracted("abc", "\\1"), ElementsAre());
  EXPECT_THAT(extracted("aa1", "(a)\\11"), ElementsAre("aa1"));
}

TEST(Regex, replaces_by_groups) {
  EXPECT_EQ(replaced("abcb 2024", "(?<year>\\d+)", "$1-${year}"), "abcb 2024-2024");
  EXPECT_EQ(replaced("abcb", "x*", "\\$1"), "$1a$1b$1c$1b$1");
  EXPECT_EQ(replaced("foo", ".*", "<$0>"), "<foo><>");
  EXPECT_EQ(replaced("abcb", "(b)(c)?", "[$2]"), "a[c][]");
}

TEST(Regex, minds_a_bad_replacement_only_when_something_matched) {
  for (const std::string_view bad : {"$", "\\", "$3", "${", "${nope}", "$x"}) {
    EXPECT_EQ(replaced("abc", "b", bad), "none") << bad;
    EXPECT_EQ(replaced("abc", "z", bad), "abc") << bad;
  }
}

TEST(Regex, splits_with_empty_parts_but_none_before_an_empty_match_at_the_start) {
  EXPECT_THAT(split("abc", ""), ElementsAre("a", "b", "c", ""));
  EXPECT_THAT(split("", ";"), ElementsAre(""));
  EXPECT_THAT(split("aaa", "a"), ElementsAre("", "", "", ""));
}

TEST(Regex, matches_emptily_even_inside_a_surrogate_pair) {
  EXPECT_THAT(split("a😀", ""), ElementsAre("a", "\xED\xA0\xBD", "\xED\xB8\x80", ""));
  EXPECT_EQ(extracted("a😀b", "").size(), 5U);
  EXPECT_TRUE(found("😀", "^.$"));
}

TEST(Regex, reads_text_with_lone_surrogates) {
  EXPECT_THAT(extracted("x\xED\xA0\xBD", "."), ElementsAre("x", "\xED\xA0\xBD"));
}

TEST(Regex, gives_up_when_a_search_takes_too_much_work) {
  const auto regex = Regex::compile("^(a|a)*$", "", RegexLimits{.match_steps = 1'000});
  const auto result = regex->is_found_in("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.failure().fault, Fault::Rejected);
}

TEST(Regex, bounds_what_a_replacement_writes) {
  const auto regex = Regex::compile("a", "", RegexLimits{.output_bytes = 10});
  EXPECT_FALSE(regex->replace_all("aaaa", "xxxxxxxx"));
}

}  // namespace
}  // namespace jackfield::feel
