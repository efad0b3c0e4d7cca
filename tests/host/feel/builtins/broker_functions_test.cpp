#include <gtest/gtest.h>

#include "feel/expression.hpp"

namespace jackfield::feel {
namespace {

std::string answer(std::string_view text, FunctionSet functions = FunctionSet::Broker) {
  const auto value = Expression::compile(text, {.functions = functions})->evaluate(Context());
  return value ? *to_literal_text(*value) : value.failure().message;
}

TEST(BrokerFunctions, cycle_makes_a_repetition_of_a_timer) {
  EXPECT_EQ(answer("cycle(@\"PT1H\")"), "\"R/PT1H\"");
  EXPECT_EQ(answer("cycle(3, @\"PT24H\")"), "\"R3/P1D\"");
  EXPECT_EQ(answer("cycle(3.9, @\"P14M\")"), "\"R3/P1Y2M\"");
  EXPECT_EQ(answer("cycle(null, @\"PT1H\")"), "\"R/PT1H\"");
  EXPECT_EQ(answer("cycle(interval: @\"PT1H\")"), "\"R/PT1H\"");
  EXPECT_EQ(answer("cycle(3)"), "null");
}

TEST(BrokerFunctions, from_ai_is_the_value_it_describes) {
  EXPECT_EQ(answer("fromAi(1 + 1)"), "2");
  EXPECT_EQ(answer("fromAi(\"a\", \"which\", \"string\", {}, {required: false})"), "\"a\"");
}

TEST(BrokerFunctions, are_unknown_to_the_runtime) {
  EXPECT_EQ(answer("fromAi(1)", FunctionSet::Connector), "null");
  EXPECT_EQ(answer("cycle(@\"PT1H\")", FunctionSet::Standard), "null");
}

TEST(VariableJson, has_the_texts_of_the_broker) {
  const auto json = [](std::string_view text) {
    return *to_variable_json(*Expression::compile(text)->evaluate(Context()));
  };
  EXPECT_EQ(json("[@\"P1D\", @\"P14M\"]"), R"(["P1D","P1Y2M"])");
  EXPECT_EQ(json("[@\"10:00:00\", @\"10:00:01.5\"]"), R"(["10:00","10:00:01.500"])");
  EXPECT_EQ(json("@\"10:00:00@Europe/Berlin\""), R"("10:00:00@Europe/Berlin")");
  EXPECT_EQ(json("@\"2024-01-01T10:00:00@Europe/Berlin\""), R"("2024-01-01T10:00:00+01:00")");
  EXPECT_EQ(json("{n: 1.0, h: 0.50, f: [function(x) x]}"), R"({"n":1,"h":0.5,"f":[null]})");
}

}  // namespace
}  // namespace jackfield::feel
