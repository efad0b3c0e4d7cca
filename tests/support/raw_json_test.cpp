#include "support/raw_json.hpp"

#include <gtest/gtest.h>

namespace jackfield::test {
namespace {

TEST(RawJson, finds_a_member_as_it_was_written) {
  constexpr std::string_view text = R"({"a" : "x,}\"]" , "b":{"c":[1.50, 2]},"d":1.0})";
  EXPECT_EQ(raw_member(text, "a"), R"("x,}\"]" )");
  EXPECT_EQ(raw_member(text, "b"), R"({"c":[1.50, 2]})");
  EXPECT_EQ(raw_member(text, "d"), "1.0");
  EXPECT_EQ(raw_member(text, "c"), "");
  EXPECT_EQ(raw_member("{}", "a"), "");
}

TEST(RawJson, loses_only_the_blanks_between_tokens) {
  EXPECT_EQ(compact_json("{ \"a b\" :\n [1.50, \"\\u00fc \\\" x\"] }"), "{\"a b\":[1.50,\"\\u00fc \\\" x\"]}");
}

}  // namespace
}  // namespace jackfield::test
