#include "secrets/references.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "secrets/filter.hpp"

namespace jackfield::secrets {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <typename References>
std::vector<std::string> all(std::string_view text) {
  std::vector<std::string> names;
  References references(text);
  while (const auto found = references.next()) names.emplace_back(found->name);
  return names;
}

std::vector<std::string> bare(std::string_view text) {
  return all<BareReferences>(text);
}

std::vector<std::string> braced(std::string_view text) {
  return all<BracedReferences>(text);
}

TEST(BareReferences, finds_names_of_parts_joined_by_one_separator) {
  for (const std::string name :
       {"test", "TEST", "A/B", "A.B", "TEST0", "TEST-0", "TEST_0", "TEST_TEST", "a_b_c_d_e_f", "a.b.c.d.e.f"}) {
    EXPECT_THAT(bare("secrets." + name), ElementsAre(name));
  }
  EXPECT_THAT(bare("{secrets.TEST}"), ElementsAre("TEST"));
}

TEST(BareReferences, end_where_a_name_cannot_go_on) {
  EXPECT_THAT(bare("secrets.TEST TEST"), ElementsAre("TEST"));
  EXPECT_THAT(bare("secrets.FOO__BAR"), ElementsAre("FOO"));
  EXPECT_THAT(bare("secrets.x."), ElementsAre("x"));
  EXPECT_THAT(bare("secrets.x.y-"), ElementsAre("x.y"));
  EXPECT_THAT(bare("mysecrets.X,secrets.Y"), ElementsAre("X", "Y"));
}

TEST(BareReferences, need_a_name_that_starts_with_a_letter_or_digit) {
  for (const char* text : {"secrets._TEST", "secrets./TEST", "secrets.-TEST", "secrets..TEST", "secrets.", "secrets..",
                           "secrets.?", "SECRETS.X", "secretsX"}) {
    EXPECT_THAT(bare(text), IsEmpty()) << text;
  }
}

TEST(BareReferences, take_the_keyword_itself_as_a_name) {
  EXPECT_THAT(bare("secrets.secrets.X"), ElementsAre("secrets.X"));
  EXPECT_THAT(bare("secrets..secrets.X"), ElementsAre("X"));
}

TEST(BracedReferences, take_any_name_without_blanks) {
  EXPECT_THAT(braced("{{secrets.FOO__BAR}}"), ElementsAre("FOO__BAR"));
  EXPECT_THAT(braced("{{secrets.\xC3\xBCmlaut}}"), ElementsAre("\xC3\xBCmlaut"));
  EXPECT_THAT(braced("{{ secrets.A }} {{\t\nsecrets.B}}"), ElementsAre("A", "B"));
}

TEST(BracedReferences, hold_no_blanks_inside) {
  EXPECT_THAT(braced("{{secrets.A B}}"), IsEmpty());
  EXPECT_THAT(braced("{{secrets. A}}"), IsEmpty());
  EXPECT_THAT(braced("{ {secrets.A}}"), IsEmpty());
  EXPECT_THAT(braced("{{secrets.A} }"), IsEmpty());
  EXPECT_THAT(braced("{{secrets.A"), IsEmpty());
}

TEST(BracedReferences, end_at_the_first_closing_braces) {
  EXPECT_THAT(braced("{{secrets.A}}x}}"), ElementsAre("A"));
  EXPECT_THAT(braced("{{secrets.A}}}"), ElementsAre("A"));
  EXPECT_THAT(braced("{{{{secrets.A}}}}"), ElementsAre("A"));
}

TEST(BracedReferences, swallow_text_up_to_later_braces_when_the_name_is_empty) {
  EXPECT_THAT(braced(R"({"a":"{{secrets.}}","b":"{{secrets.B}}"})"), ElementsAre(R"(}}","b":"{{secrets.B)"));
  EXPECT_THAT(braced("{{secrets.}} {{secrets.B}}"), ElementsAre("B"));
}

TEST(BracedReferences, do_not_share_braces) {
  BracedReferences references("{{secrets.A}}{{secrets.B}}");
  const auto first = references.next();
  const auto second = references.next();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->begin, 0u);
  EXPECT_EQ(first->end, 13u);
  EXPECT_EQ(second->begin, 13u);
  EXPECT_EQ(second->end, 26u);
}

TEST(References, names_are_those_of_both_forms) {
  EXPECT_THAT(names_in("{{ secrets.A__B }} secrets.C"), ElementsAre("A", "A__B", "C"));
}

// Each of these makes a search that starts over at every reference take hours.
TEST(References, are_found_in_linear_time) {
  constexpr int kTimes = 400'000;
  std::string unclosed, blanks, openings;
  for (int i = 0; i < kTimes; ++i) unclosed += "{{secrets.";
  blanks = "{{secrets.a{{secrets.a{{secrets.a" + std::string(4'000'000, ' ');
  for (int i = 0; i < kTimes; ++i) openings += "{{   secr";
  std::string joined = "secrets.a";
  for (int i = 0; i < kTimes; ++i) joined += "/a.b_c-";

  EXPECT_THAT(braced(unclosed), IsEmpty());
  EXPECT_THAT(braced(unclosed + blanks), IsEmpty());
  EXPECT_THAT(braced(openings), IsEmpty());
  EXPECT_EQ(bare(joined).size(), 1u);
}

}  // namespace
}  // namespace jackfield::secrets
