#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "secrets/secrets.hpp"

namespace jackfield::secrets {
namespace {

Masker masker_of(const std::vector<std::string>& values) {
  std::vector<SecretText> secrets;
  for (const std::string& value : values) secrets.emplace_back(value);
  return Masker(secrets);
}

TEST(Masker, is_idle_without_values) {
  EXPECT_TRUE(Masker().is_idle());
  EXPECT_TRUE(masker_of({"", ""}).is_idle());
  EXPECT_FALSE(masker_of({"x"}).is_idle());
  EXPECT_EQ(Masker().in_text("abc"), "abc");
  EXPECT_EQ(masker_of({""}).in_text("abc"), "abc");
}

TEST(Masker, hides_each_occurrence_of_each_value) {
  const Masker masker = masker_of({"fooValue", "bar", "42"});
  EXPECT_EQ(masker.in_text("fooValuebar 4242"), "****** ******");
  EXPECT_EQ(masker.in_text("nothing"), "nothing");
}

TEST(Masker, leaves_no_rest_where_values_overlap) {
  EXPECT_EQ(masker_of({"abc", "abcdef", "efgh"}).in_text("<abcdefgh>"), "<***>");
}

TEST(Masker, does_not_mask_its_own_mask) {
  EXPECT_EQ(masker_of({"secret", "*"}).in_text("a secret"), "a ***");
}

TEST(Masker, hides_values_without_the_blanks_around_them) {
  EXPECT_EQ(masker_of({"  padded \n"}).in_text("header: padded"), "header: ***");
}

TEST(Masker, hides_url_encoded_values_in_every_spelling) {
  const Masker masker = masker_of({"p@ss w\xC3\xB6rd/+"});
  EXPECT_EQ(masker.in_text("q=p%40ss%20w%C3%B6rd%2F%2B&x=1"), "q=***&x=1");
  EXPECT_EQ(masker.in_text("q=p%40ss+w%c3%b6rd%2f%2b&x=1"), "q=***&x=1");
  EXPECT_EQ(masker.in_text("q=p@ss%20w\xC3\xB6rd/+&x=100%"), "q=***&x=100%");
}

TEST(Masker, hides_json_escaped_values_in_every_spelling) {
  const Masker masker = masker_of({"say \"h\xC3\xAF\xF0\x9F\x98\x80\"\n/"});
  EXPECT_EQ(masker.in_text(R"({"a":"say \"h\u00ef\uD83D\ude00\"\n\/"})"), R"({"a":"***"})");
  EXPECT_EQ(masker.in_text("{\"a\":\"say \\u0022h\xC3\xAF\xF0\x9F\x98\x80\\\"\\u000a/\"}"), R"({"a":"***"})");
  EXPECT_EQ(masker.in_text(R"("{\"a\":\"say \\\"h\\u00ef\\uD83D\\ude00\\\"\\n/\"}")"), R"("{\"a\":\"***\"}")");
}

TEST(Masker, hides_json_escaped_values_inside_url_encoding) {
  EXPECT_EQ(masker_of({"a\"b c"}).in_text("q=%7B%22x%22%3A%22a%5C%22b+c%22%7D"), "q=%7B%22x%22%3A%22***%22%7D");
}

TEST(Masker, hides_base64_of_texts_that_hold_a_value) {
  const Masker masker = masker_of({"canary-value"});
  EXPECT_EQ(masker.in_text("Basic Y2FuYXJ5LXZhbHVl"), "Basic ***");                  // canary-value
  EXPECT_EQ(masker.in_text("Basic dTpjYW5hcnktdmFsdWU="), "Basic dT***=");           // u:canary-value
  EXPECT_EQ(masker.in_text("Basic dXNlcjpjYW5hcnktdmFsdWU="), "Basic dXNlcj***=");   // user:canary-value
  EXPECT_EQ(masker.in_text("Basic Y2FuYXJ5LXZhbHVlOm90aGVy"), "Basic ***Om90aGVy");  // canary-value:other
  EXPECT_EQ(masker_of({"\xFB\xEF\xBE\xFF"}).in_text("a ----_w.b ++++/w=="), "a ***.b ***==");
}

TEST(Masker, hides_values_whose_escapes_a_url_took_for_escapes) {
  EXPECT_EQ(masker_of({"a+b/%41"}).in_text("/p/a+b/A?q=a%20b%2FA"), "/p/***?q=***");
}

TEST(Masker, hides_the_parts_of_a_url) {
  const Masker masker = masker_of({"https://user:long-password@hooks.example/services/T0/B0?token=abc%20d"});
  EXPECT_EQ(masker.in_text("GET /services/T0/B0?token=abc%20d HTTP/1.1"), "GET *** HTTP/1.1");
  EXPECT_EQ(masker.in_text("no /services/T0/B0, token=abc+d"), "no ***, ***");
  EXPECT_EQ(masker.in_text("Basic dXNlcjpsb25nLXBhc3N3b3Jk for user:long-password"), "Basic *** for ***");
  EXPECT_EQ(masker.in_text("hooks.example refused"), "hooks.example refused");
}

TEST(Masker, hides_values_under_several_encodings) {
  const Masker masker = masker_of({"say \"hi there\""});
  EXPECT_EQ(masker.in_text("q=say%2520%2522hi%2520there%2522;"), "q=***;");
  EXPECT_EQ(masker.in_text("x eyJhIjoic2F5IFwiaGkgdGhlcmVcIiJ9 y"), "x eyJhIjoi***J9 y");  // {"a":"say \"hi there\""}
  EXPECT_EQ(masker.in_text("id/eyJhIjoic2F5IFwiaGkgdGhlcmVcIiJ9"), "id/eyJhIjoi***J9");
}

TEST(Masker, does_not_take_base64_for_short_values) {
  std::vector<std::string> short_values;
  for (char c = '!'; c < '~'; ++c) short_values.push_back({c, c});
  const std::string text = "3q2+7wABAgMhISIiIyMkJCUlJiYnJygoKSkqKg";
  EXPECT_EQ(masker_of(short_values).in_text(text), text);
}

TEST(Masker, hides_values_in_small_letters) {
  EXPECT_EQ(masker_of({"Canary-Host"}).in_text("cannot resolve canary-host.example"), "cannot resolve ***.example");
}

TEST(Masker, hides_the_beginning_of_a_value_that_was_cut_off) {
  const Masker masker = masker_of({"canary-value"});
  EXPECT_EQ(masker.in_text("[{a=canary-v...(truncated)'. Reason"), "[{a=***...(truncated)'. Reason");
  EXPECT_EQ(masker.in_text("canary\xE2\x80\xA6"), "***\xE2\x80\xA6");
  EXPECT_EQ(masker.in_text(std::string(1000, '-') + "canary-va"), std::string(1000, '-') + "***");
  EXPECT_EQ(masker.in_text("[{a=can...(truncated)'"), "[{a=can...(truncated)'");
  EXPECT_EQ(masker.in_text("the canary"), "the canary");
  EXPECT_EQ(masker_of({"canary value"}).in_text("/canary%20v...(truncated)"), "/***...(truncated)");
  EXPECT_EQ(masker_of({"canary value"}).in_text("/canary%2...(truncated)"), "/***...(truncated)");
  EXPECT_EQ(masker_of({"canary\"value"}).in_text("{canary\\u00...(truncated)"), "{***...(truncated)");
}

TEST(Masker, masks_strings_and_member_names_of_json) {
  const Masker masker = masker_of({"fooValue", "42"});
  EXPECT_EQ(masker.in_json(R"({"a":"x fooValue","b":["fooValue",{"fooValue":1}],"n":42,"t":true,"z":null})"),
            R"({"a":"x ***","b":["***",{"***":1}],"n":42,"t":true,"z":null})");
  EXPECT_EQ(masker.in_json(R"("foo\u0056alue")"), R"("***")");
  EXPECT_EQ(masker.in_json(" [ 1.50 , 12345678901234567890123 ] "), " [ 1.50 , 12345678901234567890123 ] ");
}

TEST(Masker, keeps_escapes_of_json_that_it_changes) {
  EXPECT_EQ(masker_of({"x\"y"}).in_json(R"({"a":"1\n\u0041 x\"y","b":"\u0041"})"), R"({"a":"1\nA ***","b":"\u0041"})");
}

TEST(Masker, lets_the_last_of_collapsing_names_stand) {
  const Masker masker = masker_of({"one!", "two!"});
  EXPECT_EQ(masker.in_json(R"({"one!":1,"k":[{"two!":{},"one!":"x"}],"two!":{"a":2}})"),
            R"({"k":[{"***":"x"}],"***":{"a":2}})");
}

TEST(Masker, masks_text_that_is_no_json_as_a_whole) {
  const Masker masker = masker_of({"fooValue"});
  for (const std::string text : {R"({"a":fooValue})", R"({"a":"fooValue)", R"(["fooValue"}])", "fooValue",
                                 R"("\x fooValue")", R"({"a":["fooValue"])"}) {
    EXPECT_THAT(masker.in_json(text), testing::Not(testing::HasSubstr("fooValue"))) << text;
  }
}

TEST(Masker, follows_any_depth) {
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += R"({"a":[)";
  deep += R"("fooValue")";
  for (int i = 0; i < 200'000; ++i) deep += "]}";
  EXPECT_THAT(masker_of({"fooValue"}).in_json(deep), testing::HasSubstr(R"([{"a":["***"]}])"));
}

TEST(Masker, hides_what_a_header_made_of_a_value) {
  const Masker masker({SecretText("pass\xC3\xBC\xE2\x82\xACword")});
  EXPECT_EQ(masker.in_text("sent pass\xFC?word"), "sent ***");
  EXPECT_EQ(masker.in_text("got pass\xEF\xBF\xBD?word"), "got ***");
  EXPECT_EQ(masker.in_text("cGFzc/w/d29yZA=="), "***==");
}

}  // namespace
}  // namespace jackfield::secrets
