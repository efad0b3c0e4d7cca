#include "secrets/secrets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_secrets.hpp"

namespace jackfield::secrets {
namespace {

using test::chain_of;
using test::FakeProvider;
using test::SecretTable;
using testing::HasSubstr;

SecretTable recorded() {
  return {{"FOO", "fooValue"},
          {"BAR", "bar-value"},
          {"NUM", "42"},
          {"QUOTE", "say \"hi\""},
          {"BACKSLASH", "a\\b\\\\c"},
          {"NEWLINE", "line1\nline2\r\n\tend"},
          {"CONTROL",
           "bell\x07"
           "esc\x1b"
           "del\x7f"},
          {"UNICODE",
           "gr\xC3\xBC\xC3\x9F"
           "e"},
          {"SLASH", "a/b"},
          {"EMPTY", ""},
          {"NESTED", "{{secrets.FOO}}"},
          {"NESTED_BARE", "secrets.BAR"},
          {"DEEP", "{{secrets.NESTED}}"},
          {"SELF", "{{secrets.SELF}}"},
          {"A/B", "slashName"},
          {"\xC3\xBCmlaut", "umlautName"},
          {"DOUBLE__UNDER", "doubleUnder"},
          {"DOUBLE", "single"}};
}

Result<std::string> replace(std::string_view text, const AllowList& allowed = AllowList::all()) {
  return Secrets(chain_of(recorded())).replace(text, {}, allowed);
}

std::string replaced(std::string_view text) {
  Result<std::string> done = replace(text);
  return done ? *done : "failed: " + done.failure().message;
}

TEST(Secrets, replaces_both_forms_anywhere_in_the_text) {
  EXPECT_EQ(replaced(R"({"a":"{{secrets.FOO}}","b":["secrets.BAR"],"{{ secrets.A/B }}":{{secrets.NUM}}})"),
            R"({"a":"fooValue","b":["bar-value"],"slashName":42})");
  EXPECT_EQ(replaced("secrets.FOO {{secrets.BAR}} secrets.NUM {{secrets.FOO}}"), "fooValue bar-value 42 fooValue");
  EXPECT_EQ(replaced("mysecrets.FOO {{secrets.FOO secrets.FOO}} {{secrets.\xC3\xBCmlaut}}"),
            "myfooValue {{fooValue fooValue}} umlautName");
}

TEST(Secrets, leaves_what_is_no_reference) {
  for (const char* text : {"{{secrets}}", "secrets.", "secrets.-FOO", "secrets.?", "SECRETS.FOO", "", "{}"}) {
    EXPECT_EQ(replaced(text), text);
  }
  EXPECT_EQ(replaced("secrets.DOUBLE__UNDER {{secrets.DOUBLE__UNDER}}"), "single__UNDER doubleUnder");
}

// What a tab is in JSON text are two characters, and neither is a blank.
TEST(Secrets, sees_escaped_blanks_as_letters) {
  EXPECT_EQ(replaced(R"("{{\tsecrets.FOO\t}}")"), R"("{{\tfooValue\t}}")");
}

TEST(Secrets, escapes_values_for_json_strings) {
  EXPECT_EQ(replaced("{{secrets.QUOTE}}"), R"(say \"hi\")");
  EXPECT_EQ(replaced("{{secrets.BACKSLASH}}"), R"(a\\b\\\\c)");
  EXPECT_EQ(replaced("{{secrets.NEWLINE}}"), R"(line1\nline2\r\n\tend)");
  EXPECT_EQ(replaced("{{secrets.CONTROL}}"), "bell\\u0007esc\\u001Bdel\x7f");
  EXPECT_EQ(replaced("{{secrets.UNICODE}} {{secrets.SLASH}}[{{secrets.EMPTY}}]"),
            "gr\xC3\xBC\xC3\x9F"
            "e a/b[]");
}

TEST(Secrets, follows_references_in_values_as_far_as_there_are_passes) {
  EXPECT_EQ(replaced("{{secrets.NESTED}}"), "{{fooValue}}");
  EXPECT_EQ(replaced("{{secrets.NESTED}} {{secrets.FOO}}"), "fooValue fooValue");
  EXPECT_EQ(replaced("secrets.NESTED_BARE"), "secrets.BAR");
  EXPECT_EQ(replaced("{{secrets.NESTED_BARE}}"), "bar-value");
  EXPECT_EQ(replaced("secrets.NESTED_BARE secrets.FOO"), "bar-value fooValue");
  EXPECT_EQ(replaced("{{secrets.DEEP}}"), "{{{{secrets.FOO}}}}");
  EXPECT_EQ(replaced("{{secrets.DEEP}} {{secrets.DEEP}} {{secrets.DEEP}}"), "fooValue fooValue fooValue");
  EXPECT_EQ(replaced("{{secrets.SELF}}"), "{{{{secrets.SELF}}}}");
}

TEST(Secrets, ends_when_values_lead_to_each_other_without_an_end) {
  const Secrets secrets(
      chain_of({{"A", "{{secrets.B}}"}, {"B", "{{secrets.A}}"}, {"GROW", "secrets.GROW secrets.GROW"}}));
  std::string circle, growth;
  for (int i = 0; i < 1000; ++i) circle += "{{secrets.A}}", growth += "secrets.GROW ";

  const Result<std::string> turned = secrets.replace(circle, {});
  const Result<std::string> grown = secrets.replace(growth, {});

  ASSERT_FALSE(turned.ok());
  EXPECT_EQ(turned.failure().fault, Fault::InvalidInput);
  ASSERT_FALSE(grown.ok());
  EXPECT_EQ(grown.failure().fault, Fault::InvalidInput);
}

TEST(Secrets, tells_the_name_that_no_provider_has) {
  for (const char* text : {"{{secrets.MISSING}}", "secrets.MISSING", "{{ secrets.MISSING }}"}) {
    const Result<std::string> done = replace(text);
    ASSERT_FALSE(done.ok());
    EXPECT_EQ(done.failure(), (Failure{Fault::InvalidInput, "Secret with name 'MISSING' is not available"}));
  }
  EXPECT_EQ(replaced("see secrets.of the trade"), "failed: Secret with name 'of' is not available");
}

TEST(Secrets, does_not_tell_a_name_that_is_a_part_of_a_value) {
  const Secrets secrets(chain_of({{"PASSWORD", "my-secrets.hunter2"}}));
  const Result<std::string> done = secrets.replace("{{secrets.PASSWORD}}", {});
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.failure().message, "Secret with name '***' is not available");
}

TEST(Secrets, refuses_a_value_that_is_no_text) {
  const Secrets secrets(chain_of({{"KEY", "\xFF\xFE"}}));
  const Result<std::string> done = secrets.replace("{{secrets.KEY}}", {});
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.failure().message, "Secret with name 'KEY' is not UTF-8 text");
}

TEST(Secrets, leaves_references_that_the_list_does_not_allow) {
  const Secrets secrets(chain_of({{"KEY1", "one"}, {"KEY2", "two"}, {"KEY3", "three"}}));
  const Result<std::string> done =
      secrets.replace("{{secrets.KEY1}} secrets.KEY2 {{secrets.KEY3}} secrets.KEY3", {}, AllowList({"KEY1", "KEY2"}));
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(*done, "one two {{secrets.KEY3}} secrets.KEY3");

  const Result<std::string> denied =
      secrets.replace("{{secrets.MISSING}}", {}, AllowList(std::set<std::string, std::less<>>()));
  ASSERT_TRUE(denied.ok());
  EXPECT_EQ(*denied, "{{secrets.MISSING}}");
}

TEST(Secrets, ask_the_providers_in_order_and_once_per_name) {
  std::vector<std::unique_ptr<Provider>> chain = chain_of({{"A", "first"}, {"EMPTY", ""}});
  FakeProvider& first = static_cast<FakeProvider&>(*chain.front());
  chain.push_back(std::make_unique<FakeProvider>(SecretTable{{"A", "second"}, {"B", "only"}, {"EMPTY", "not asked"}}));
  const Secrets secrets(std::move(chain));

  const Result<std::string> done = secrets.replace("secrets.A secrets.A [secrets.EMPTY] secrets.B", {});

  ASSERT_TRUE(done.ok());
  EXPECT_EQ(*done, "first first [] only");
  EXPECT_EQ(first.questions(), 3);
}

TEST(Secrets, hand_on_what_a_provider_could_not_do) {
  std::vector<std::unique_ptr<Provider>> chain = chain_of({});
  static_cast<FakeProvider&>(*chain.front()).fail_with({Fault::Unavailable, "vault is sealed"});
  const Secrets secrets(std::move(chain));

  const Result<std::string> done = secrets.replace("{{secrets.A}}", {});
  const Result<Masker> masker = secrets.masker("{{secrets.A}}", {});

  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.failure(), (Failure{Fault::Unavailable, "vault is sealed"}));
  ASSERT_FALSE(masker.ok());
  EXPECT_EQ(masker.failure(), (Failure{Fault::Unavailable, "vault is sealed"}));
}

TEST(Secrets, see_at_a_glance_that_there_is_nothing_to_do) {
  EXPECT_FALSE(Secrets::mentions_any(R"({"secret":"s.ecrets"})"));
  EXPECT_TRUE(Secrets::mentions_any("secrets._"));
}

std::string masked(std::string_view raw, std::string text, const AllowList& allowed = AllowList::all()) {
  const Secrets secrets(chain_of(recorded()));
  Result<Masker> masker = secrets.masker(raw, {}, allowed);
  return masker ? masker->in_text(std::move(text)) : "failed";
}

TEST(SecretsMasker, hides_the_values_of_all_names_in_the_variables) {
  EXPECT_EQ(masked("{{secrets.FOO}} secrets.BAR", "got fooValue and bar-value"), "got *** and ***");
  EXPECT_EQ(masked("{{secrets.NUM}}", "n=42 142"), "n=*** 1***");
  EXPECT_EQ(masked("{{ secrets.FOO }}", "v fooValue"), "v ***");
  EXPECT_EQ(masked("{{secrets.UNICODE}}",
                   "gr\xC3\xBC\xC3\x9F"
                   "e"),
            "***");
}

// The recorded runtime looks such names up with their blank, finds nothing and shows the value.
TEST(SecretsMasker, hides_values_of_names_that_only_braces_allow) {
  EXPECT_EQ(masked("{{ secrets.DOUBLE__UNDER }}", "v doubleUnder"), "v ***");
}

// The recorded runtime shows fooValue here.
TEST(SecretsMasker, hides_values_that_other_values_led_to) {
  EXPECT_EQ(masked("{{secrets.NESTED}}", "{{fooValue}}"), "{{***}}");
  EXPECT_EQ(masked("{{secrets.DEEP}} {{secrets.DEEP}} {{secrets.DEEP}}", "fooValue"), "***");
}

TEST(SecretsMasker, leaves_texts_alone_when_nothing_was_asked_for) {
  EXPECT_EQ(masked("{}", "has fooValue"), "has fooValue");
  EXPECT_EQ(masked("{{secrets.EMPTY}} secrets.MISSING", "has fooValue"), "has fooValue");
  EXPECT_EQ(masked("{{secrets.FOO}}", "has fooValue", AllowList({"BAR"})), "has fooValue");
  EXPECT_EQ(masked("{{secrets.MISSING}} {{secrets.FOO}}", "has fooValue"), "has ***");
}

}  // namespace
}  // namespace jackfield::secrets
