#include "dev/expressions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::dev {
namespace {

using testing::HasSubstr;

class ExpressionTest : public testing::Test {
 protected:
  ExpressionTest() { scope.set_local({{"order", R"({"id":7,"buyer":{"name":"Ada"}})"}, {"n", "2"}, {"s", R"("x")"}}); }

  std::string value_of(std::string_view text) {
    const Result<Expression> expression = Expression::parse(text);
    if (!expression) return expression.failure().message;
    const Result<JsonText> value = expression->evaluate(scope);
    return value ? *value : value.failure().message;
  }

  Scope scope;
};

TEST_F(ExpressionTest, takes_text_without_an_equals_sign_as_it_is) {
  EXPECT_EQ(value_of("20"), R"("20")");
  EXPECT_EQ(value_of("say \"hi\""), R"("say \"hi\"")");
}

TEST_F(ExpressionTest, knows_the_literals) {
  EXPECT_EQ(value_of("=false"), "false");
  EXPECT_EQ(value_of("= null "), "null");
  EXPECT_EQ(value_of("=-1.5"), "-1.5");
  EXPECT_EQ(value_of("=.5"), "0.5");
  EXPECT_EQ(value_of("=\"a\\\"b\\n\""), R"("a\"b\n")");
}

TEST_F(ExpressionTest, builds_lists_and_contexts) {
  EXPECT_EQ(value_of("={\"a\": [1, s, []], b: {c: order.id}}"), R"({"a":[1,"x",[]],"b":{"c":7}})");
  EXPECT_EQ(value_of("={\n}"), "{}");
}

TEST_F(ExpressionTest, follows_paths) {
  EXPECT_EQ(value_of("=order.buyer.name"), R"("Ada")");
  EXPECT_EQ(value_of("=order"), R"({"id":7,"buyer":{"name":"Ada"}})");
}

TEST_F(ExpressionTest, is_null_where_a_path_leads_nowhere) {
  EXPECT_EQ(value_of("=order.seller.name"), "null");
  EXPECT_EQ(value_of("=nobody"), "null");
}

TEST_F(ExpressionTest, evaluates_feel) {
  EXPECT_EQ(value_of("=\"http://h/\" + s"), R"("http://h/x")");
  EXPECT_EQ(value_of("=if n > 1 then n * 2 else 0"), "4");
  EXPECT_EQ(value_of("=for i in [1, 2] return i + n"), "[3,4]");
  EXPECT_EQ(value_of("=upper case(order.buyer.name)"), R"("ADA")");
}

TEST_F(ExpressionTest, says_what_it_does_not_understand) {
  EXPECT_THAT(value_of("={a: 1"), HasSubstr("expression \"={a: 1\": "));
  EXPECT_THAT(value_of("=\"open"), HasSubstr("line 1"));
}

TEST_F(ExpressionTest, ends_an_evaluation_that_runs_away) {
  const auto endless = Expression::parse("=count(for a in 1..10000, b in 1..10000, c in 1..10000 return a)");
  ASSERT_TRUE(endless.ok());
  EXPECT_EQ(endless->evaluate(scope).failure().fault, Fault::Rejected);
}

TEST_F(ExpressionTest, gives_plain_text_of_strings_and_numbers_only) {
  EXPECT_EQ(*Expression::parse("3")->evaluate_text(scope), "3");
  EXPECT_EQ(*Expression::parse("=n")->evaluate_text(scope), "2");
  EXPECT_EQ(*Expression::parse("=s")->evaluate_text(scope), "x");
  EXPECT_EQ(Expression::parse("=nobody")->evaluate_text(scope).failure().message,
            "expected a string or a number, got a null");
}

}  // namespace
}  // namespace jackfield::dev
