#include "dev/variables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::dev {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TEST(Variables, take_an_object_apart) {
  const Result<Variables> variables = parse_variables(R"({"b": {"x": [1, 2.5]}, "a": "t\"x"})");
  ASSERT_TRUE(variables.ok());
  EXPECT_THAT(*variables, ElementsAre(Pair("a", R"("t\"x")"), Pair("b", R"({"x":[1,2.5]})")));
  EXPECT_EQ(to_json(*variables), R"({"a":"t\"x","b":{"x":[1,2.5]}})");
}

TEST(Variables, are_none_in_empty_text) {
  EXPECT_THAT(*parse_variables(""), IsEmpty());
}

TEST(Variables, refuse_what_is_no_object) {
  EXPECT_EQ(parse_variables("[1]").failure().fault, Fault::InvalidInput);
  EXPECT_THAT(parse_variables("[1]").failure().message, HasSubstr("got a JSON array"));
  EXPECT_THAT(parse_variables("{nope").failure().message, HasSubstr("not JSON"));
}

TEST(Variables, refuse_nesting_that_would_cost_the_stack) {
  const std::string deep = R"({"a":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  EXPECT_THAT(parse_variables(deep).failure().message, HasSubstr("nested"));
}

TEST(Variables, leave_out_names_that_are_not_wanted) {
  EXPECT_EQ(to_json({{"a", "1"}, {"b", "2"}}, {"b", "c"}), R"({"b":2})");
}

TEST(Scope, sees_its_parents_variables_behind_its_own) {
  Scope root;
  root.set_local({{"a", "1"}, {"b", "1"}});
  Scope local(&root);
  local.set_local({{"b", "2"}});
  EXPECT_EQ(*local.find("a"), "1");
  EXPECT_EQ(*local.find("b"), "2");
  EXPECT_EQ(local.find("c"), nullptr);
  EXPECT_EQ(to_json(local.visible()), R"({"a":1,"b":2})");
}

TEST(Scope, sends_variables_up_to_the_scope_that_has_them_or_to_the_root) {
  Scope root;
  Scope local(&root);
  local.set_local({{"mine", "1"}});
  local.propagate({{"mine", "2"}, {"fresh", "3"}});
  EXPECT_EQ(to_json(local.local()), R"({"mine":2})");
  EXPECT_EQ(to_json(root.local()), R"({"fresh":3})");
}

}  // namespace
}  // namespace jackfield::dev
