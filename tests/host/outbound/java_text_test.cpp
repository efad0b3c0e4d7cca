#include "outbound/java_text.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace jackfield::outbound {
namespace {

using nlohmann::ordered_json;

TEST(JavaText, renders_maps_and_lists_without_quotes) {
  const auto value = ordered_json::parse(R"({"error":{"code":"400","list":[1,"two",null,true],"empty":{}}})");
  EXPECT_EQ(java_text(value), "{error={code=400, list=[1, two, null, true], empty={}}}");
}

TEST(Truncated, counts_utf16_units) {
  EXPECT_EQ(truncated("abcdef", 3), "abc");
  EXPECT_EQ(truncated("\u20ac\u20ac\u20ac", 2), "\u20ac\u20ac");
  EXPECT_EQ(truncated("\U0001F600\U0001F600", 4), "\U0001F600\U0001F600");
}

TEST(Truncated, leaves_a_question_mark_for_half_a_character) {
  EXPECT_EQ(truncated("a\U0001F600", 2), "a?");
}

}  // namespace
}  // namespace jackfield::outbound
