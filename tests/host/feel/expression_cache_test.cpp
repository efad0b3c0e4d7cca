#include "feel/expression_cache.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

namespace jackfield::feel {
namespace {

std::string answer(const Result<Expression>& compiled) {
  if (!compiled) return compiled.failure().message;
  const auto value = compiled->evaluate(Context());
  return value ? *to_literal_text(*value) : value.failure().message;
}

// A text of that many bytes, different for each number.
std::string text_of(std::size_t bytes, int number) {
  std::string out = std::to_string(number) + " //";
  out.resize(bytes, '.');
  return out;
}

TEST(ExpressionCache, compiles_a_text_once) {
  ExpressionCache cache;
  const auto first = cache.expression("= 1 + 1");
  const auto second = cache.expression("= 1 + 1");
  EXPECT_EQ(answer(second), "2");
  EXPECT_EQ(first->text().data(), second->text().data());  // the same compiled form
  EXPECT_EQ(cache.counts().compiled, 1U);
  EXPECT_EQ(cache.counts().found, 1U);
}

TEST(ExpressionCache, tells_forms_and_functions_of_one_text_apart) {
  ExpressionCache cache;
  EXPECT_EQ(answer(cache.expression("jobError(\"m\").retries")), "0");
  EXPECT_EQ(answer(cache.find_or_compile("jobError(\"m\").retries", {.functions = FunctionSet::Standard})), "null");
  EXPECT_FALSE(cache.expression("1, 2"));
  EXPECT_TRUE(cache.unary_tests("1, 2"));
  CompileOptions shallow;
  shallow.limits.nesting = 3;
  EXPECT_TRUE(cache.expression("((((1))))"));
  EXPECT_FALSE(cache.find_or_compile("((((1))))", shallow));
  EXPECT_EQ(cache.counts().entries, 6U);
}

TEST(ExpressionCache, remembers_that_a_text_does_not_compile) {
  ExpressionCache cache;
  const std::string failure = answer(cache.expression("1 +"));
  EXPECT_EQ(answer(cache.expression("1 +")), failure);
  EXPECT_EQ(cache.counts().compiled, 1U);
}

TEST(ExpressionCache, lets_go_of_the_one_not_asked_for_longest) {
  ExpressionCache cache({.entries = 2});
  const auto first = cache.expression("1");
  cache.expression("2").ignore("kept");
  cache.expression("1").ignore("asked for again");
  cache.expression("3").ignore("takes the place of 2");
  EXPECT_EQ(cache.counts().entries, 2U);
  cache.expression("1").ignore("known");
  EXPECT_EQ(cache.counts().compiled, 3U);
  cache.expression("2").ignore("unknown");
  EXPECT_EQ(cache.counts().compiled, 4U);
}

TEST(ExpressionCache, leaves_an_expression_good_that_it_has_let_go_of) {
  ExpressionCache cache({.entries = 1});
  const auto first = cache.expression("6 * 7");
  cache.expression("2").ignore("takes its place");
  EXPECT_EQ(answer(first), "42");
}

TEST(ExpressionCache, holds_no_more_text_than_it_may) {
  ExpressionCache cache({.text_bytes = 1'000, .longest_text = 600});
  for (int i = 0; i < 50; ++i) EXPECT_EQ(answer(cache.expression(text_of(300, i))), std::to_string(i));
  EXPECT_EQ(cache.counts().entries, 3U);
  EXPECT_EQ(cache.counts().text_bytes, 900U);
}

TEST(ExpressionCache, compiles_a_long_text_without_keeping_it) {
  ExpressionCache cache({.longest_text = 100});
  EXPECT_EQ(answer(cache.expression(text_of(101, 7))), "7");
  EXPECT_EQ(answer(cache.expression(text_of(101, 7))), "7");
  EXPECT_EQ(cache.counts().compiled, 2U);
  EXPECT_EQ(cache.counts().entries, 0U);
}

TEST(ExpressionCache, keeps_nothing_where_nothing_fits) {
  ExpressionCache none({.entries = 0});
  EXPECT_EQ(answer(none.expression("1")), "1");
  ExpressionCache tiny({.text_bytes = 2});
  EXPECT_EQ(answer(tiny.expression("1 + 1")), "2");
  EXPECT_EQ(tiny.counts().entries + none.counts().entries, 0U);
}

TEST(ExpressionCache, gives_eight_threads_the_right_expression_while_it_lets_go_of_others) {
  ExpressionCache cache({.entries = 16});
  std::array<bool, 8> agreed{};
  {
    std::vector<std::jthread> threads;
    for (bool& mine : agreed) {
      threads.emplace_back([&cache, &mine] {
        mine = true;
        for (int i = 0; i < 2'000; ++i) {
          const int number = i * 7 % 24;
          mine = mine && answer(cache.expression(std::to_string(number) + " + 1")) == std::to_string(number + 1);
        }
      });
    }
  }
  EXPECT_THAT(agreed, testing::Each(true));
  EXPECT_LE(cache.counts().entries, 16U);
  EXPECT_EQ(cache.counts().found + cache.counts().compiled, 16'000U);
}

}  // namespace
}  // namespace jackfield::feel
