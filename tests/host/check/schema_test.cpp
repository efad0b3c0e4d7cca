#include "check/schema.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace jackfield::check {
namespace {

using nlohmann::json;

TEST(Schema, what_is_wrong_is_told_with_its_place) {
  EXPECT_EQ(wrong_in_schema(json::parse(R"({"type":"object","properties":{"a":{"type":["string","null"]}}})")),
            std::nullopt);
  EXPECT_EQ(wrong_in_schema(json::parse(R"({"properties":{"a":{"items":{"type":"text"}}}})")),
            "/properties/a/items/type: expected one of null, boolean, integer, number, string, array, object, got "
            "\"text\"");
  EXPECT_EQ(wrong_in_schema(json::parse(R"({"required":"a"})")), "/required: expected a list");
  EXPECT_EQ(wrong_in_schema(json::parse(R"({"pattern":"("})")), "/pattern: expected a regular expression");
}

TEST(Schema, a_pointer_reaches_what_is_named_or_left_open) {
  const json schema = json::parse(R"({"properties":{"a":{"properties":{"b":{}}},"open":{}}})");
  EXPECT_TRUE(can_reach(schema, "/a/b"));
  EXPECT_TRUE(can_reach(schema, "/open/anything"));
  EXPECT_FALSE(can_reach(schema, "/c"));
}

TEST(Schema, a_sample_takes_defaults_and_examples_first) {
  const json schema = json::parse(
      R"({"type":"object","properties":{"a":{"default":5},"b":{"enum":["x"]},"url":{},"c":{"type":"boolean"}}})");
  EXPECT_EQ(sample_of(schema), json::parse(R"({"a":5,"b":"x","url":"http://check.invalid/","c":true})"));
}

TEST(Schema, the_same_seed_spoils_the_same_place_in_the_same_way) {
  const json value = json::parse(R"({"a":[1,2,{"b":"c"}],"d":null})");
  bool is_ever_different = false;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    json one = value;
    json other = value;
    spoil(one, seed);
    spoil(other, seed);
    EXPECT_EQ(one, other);
    is_ever_different |= one != value;
  }
  EXPECT_TRUE(is_ever_different);
}

}  // namespace
}  // namespace jackfield::check
