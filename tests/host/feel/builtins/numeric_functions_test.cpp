#include <gtest/gtest.h>

#include "feel/builtins/families.hpp"
#include "host/feel/builtins/fake_call.hpp"

namespace jackfield::feel::test {
namespace {

Value n(std::string_view text) {
  return Value::number(*Number::parse(text));
}

class NumericFunctions : public testing::Test {
 protected:
  std::string call(std::string_view name, const std::vector<Value>& args) {
    const Value result = caller.call(numeric_functions(), name, args);
    if (caller.ending != Ending::Value) return caller.ending == Ending::Fails ? "fails" : "stops";
    if (result.is(Kind::Boolean)) return result.as_boolean() ? "true" : "false";
    return result.is(Kind::Number) ? result.as_number().to_string() : "null";
  }

  FakeCall caller;
};

TEST_F(NumericFunctions, round_to_a_scale_in_every_mode) {
  EXPECT_EQ(call("decimal", {n("2.5"), n("0")}), "2");
  EXPECT_EQ(call("decimal", {n("2.5"), n("0"), Value::string("half_up")}), "3");
  EXPECT_EQ(call("floor", {n("-0.5")}), "-1");
  EXPECT_EQ(call("ceiling", {n("1.11"), n("1")}), "1.2");
  EXPECT_EQ(call("round half down", {n("5.55"), n("1.9")}), "5.5");
  EXPECT_EQ(call("floor", {n("2"), n("1000000000000000000000")}), "fails");
}

TEST_F(NumericFunctions, fail_for_a_mode_or_a_scale_that_does_not_exist) {
  EXPECT_EQ(call("decimal", {n("1"), n("0"), Value::string("HALF-UP")}), "fails");
  EXPECT_EQ(call("decimal", {n("1.5"), n("0"), Value::string("UNNECESSARY")}), "fails");
  EXPECT_EQ(call("decimal", {n("1"), n("2147483647")}), "fails");
  EXPECT_EQ(call("floor", {n("1"), Value()}), "fails");
}

TEST_F(NumericFunctions, stop_the_evaluation_without_a_finite_result) {
  EXPECT_EQ(call("modulo", {n("1"), n("0")}), "stops");
  EXPECT_EQ(call("log", {n("0")}), "stops");
  EXPECT_EQ(call("exp", {n("1000")}), "stops");
}

TEST_F(NumericFunctions, have_no_root_of_a_negative_number) {
  EXPECT_EQ(call("sqrt", {n("-1")}), "null");
  EXPECT_EQ(call("sqrt", {n("16")}), "4.0");
}

TEST_F(NumericFunctions, call_fractions_neither_odd_nor_even) {
  EXPECT_EQ(call("odd", {n("5.5")}), "false");
  EXPECT_EQ(call("even", {n("5.5")}), "false");
  EXPECT_EQ(call("odd", {n("-3.0")}), "true");
}

TEST_F(NumericFunctions, take_the_sign_off_durations_too) {
  const Value result = caller.call(numeric_functions(), "abs", {Value::duration(DaysTimeDuration{-2, 500'000'000})});
  EXPECT_EQ(result.as_days_time(), (DaysTimeDuration{1, 500'000'000}));
  EXPECT_EQ(call("abs", {Value::string("-1")}), "fails");
}

TEST_F(NumericFunctions, draw_random_numbers_below_one) {
  caller.bits = UINT64_MAX;
  EXPECT_EQ(call("random number", {}), "0.9999999999999999");
  caller.bits = 0;
  EXPECT_EQ(call("random number", {}), "0.0");
}

}  // namespace
}  // namespace jackfield::feel::test
