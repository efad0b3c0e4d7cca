#include "documents/json_calls.hpp"

#include <gmock/gmock.h>

namespace jackfield::documents {
namespace {

using testing::ElementsAre;

std::vector<JsonCall> calls_in(std::string_view json) {
  Result<std::vector<JsonCall>> calls = find_calls(json);
  if (calls) return *std::move(calls);
  ADD_FAILURE() << calls.failure().message;
  return {};
}

std::vector<std::string> texts_of(std::string_view json) {
  std::vector<std::string> texts;
  for (const JsonCall& call : calls_in(json)) texts.emplace_back(json.substr(call.begin, call.end - call.begin));
  return texts;
}

TEST(JsonCalls, are_found_anywhere) {
  EXPECT_THAT(texts_of(R"({"a":[1,{"camunda.function.type":"x"}],"b":{"c":{"p":1,"camunda.function.type":"y"}}})"),
              ElementsAre(R"({"camunda.function.type":"x"})", R"({"p":1,"camunda.function.type":"y"})"));
}

TEST(JsonCalls, are_listed_after_those_inside_them) {
  const std::string json = R"({"camunda.function.type":"o","params":[[{"camunda.function.type":"i"}]]})";
  const auto calls = calls_in(json);
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_FALSE(calls[0].is_outermost);
  EXPECT_TRUE(calls[1].is_outermost);
  EXPECT_THAT(calls[1].inside, ElementsAre(0));
}

TEST(JsonCalls, are_members_not_values) {
  EXPECT_THAT(texts_of(R"({"a":"camunda.function.type","b":["camunda.function.type"]})"), ElementsAre());
}

TEST(JsonCalls, are_found_when_their_name_is_escaped) {
  EXPECT_THAT(texts_of("{\"camunda\\u002efunction.type\":\"x\"}"), testing::SizeIs(1));
}

TEST(JsonCalls, are_not_confused_by_brackets_and_quotes_in_texts) {
  EXPECT_THAT(texts_of(R"({"a":"{\"\\","b":"]}","c":{"camunda.function.type":"}"}})"),
              ElementsAre(R"({"camunda.function.type":"}"})"));
}

TEST(JsonCalls, are_replaced_without_touching_the_rest) {
  const std::string json = R"({ "n" : 1.00, "f": {"camunda.function.type":"x"}, "m":12345678901234567890123 })";
  const auto calls = calls_in(json);
  EXPECT_EQ(spliced(json, {0, json.size(), {0}}, calls, {"[]"}),
            R"({ "n" : 1.00, "f": [], "m":12345678901234567890123 })");
}

TEST(JsonCalls, do_not_go_on_behind_a_nul) {
  const std::string_view text("1\0{\"camunda.function.type", 25);
  EXPECT_EQ(find_calls(text).failure().fault, Fault::InvalidInput);
  EXPECT_FALSE(is_json(std::string_view("{}\0", 3)));
}

TEST(JsonCalls, need_json) {
  EXPECT_EQ(find_calls(R"({"camunda.function.type":)").failure().fault, Fault::InvalidInput);
  const std::string deep = std::string(2000, '[') + R"({"camunda.function.type":1})" + std::string(2000, ']');
  EXPECT_EQ(find_calls(deep).failure().fault, Fault::InvalidInput);
}

}  // namespace
}  // namespace jackfield::documents
