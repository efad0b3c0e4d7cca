#include "feel/expression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <thread>

#include "feel/value_views.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::feel {
namespace {

Result<Value> evaluated(std::string_view text, const EvaluateOptions& options = {}) {
  const auto compiled = Expression::compile(text);
  if (!compiled) return compiled.failure();
  return compiled->evaluate(Context(), options);
}

std::string shown(std::string_view text) {
  const auto value = evaluated(text);
  return value ? *to_literal_text(*value) : value.failure().message;
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Expression, sees_the_variables_of_its_context) {
  Context context;
  context.add("a", Value::number(41));
  EXPECT_EQ(*to_text(*Expression::compile("= a + 1")->evaluate(context)), "42");
}

TEST(Expression, tells_where_a_text_stops_being_one) {
  const auto compiled = Expression::compile_exactly("1 +\nä * )");
  ASSERT_FALSE(compiled);
  EXPECT_EQ(compiled.failure().message,
            "failed to parse expression: expected a value at line 2, column 5 (offset 8)\n  ä * )\n      ^");
}

TEST(Expression, knows_a_text_that_only_stops_too_early) {
  for (const char* text : {"1 +", "[1,", "if a then", "\"abc", "/* a", "f(", "1 in"})
    EXPECT_TRUE(ends_too_early(text)) << text;
  for (const char* text : {"1", "1 )", "a b", ") 1"}) EXPECT_FALSE(ends_too_early(text)) << text;
}

TEST(Expression, collects_what_it_passed_over_with_the_place) {
  std::vector<Warning> warnings;
  EvaluateOptions options;
  options.warnings = &warnings;
  EXPECT_TRUE(evaluated("1 + missing", options)->is_null());
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0].kind, WarningKind::NoVariableFound);
  EXPECT_EQ(warnings[0].at, 4U);
  EXPECT_EQ(warnings[0].text(), "No variable found with name 'missing'");
}

TEST(Expression, reads_a_response_and_writes_the_result_as_json) {
  const auto response = json_value(R"({"status":200,"body":{"id":7,"price":1.50,"tags":["a"]}})");
  const auto compiled = Expression::compile("= {id: response.body.id, ok: status = 200, body: body}");
  EXPECT_EQ(*compiled->evaluate_to_json(Context::of_response(*response)),
            R"({"id":7,"ok":true,"body":{"id":7,"price":1.50,"tags":["a"]}})");
}

TEST(Expression, counts_the_last_of_equal_keys) {
  Context context;
  context.add_all(*json_value(R"({"a":1,"b":{"c":1,"c":2},"a":3})"));
  EXPECT_EQ(*to_text(*Expression::compile("[a, b.c]")->evaluate(context)), "[3, 2]");
}

TEST(Expression, refuses_variables_that_are_not_json) {
  EXPECT_FALSE(json_value("{\"a\":1,}"));
  EXPECT_FALSE(json_value("[1 2]"));
  EXPECT_FALSE(json_value("\"\\x\""));
  EXPECT_FALSE(json_value(repeated("[", 2'000) + repeated("]", 2'000)));
}

TEST(Expression, goes_through_a_million_items) {
  EXPECT_EQ(shown("count(for x in 0..1000000 return \"Hi there\")"), "1000001");
  EXPECT_EQ(shown("every x in 1..10000 satisfies x > 0"), "true");
}

TEST(Expression, takes_five_hundred_levels) {
  EXPECT_EQ(shown(repeated("(", 500) + "1" + repeated(")", 500)), "1");
  EXPECT_EQ(shown("count(" + repeated("[", 500) + repeated("]", 500) + ")"), "1");
  EXPECT_EQ(shown("1" + repeated(" + 1", 20'000)), "20001");
}

TEST(Expression, refuses_deeper_texts_instead_of_overflowing) {
  for (const std::string open : {"(", "[", "{a:", "-(", "not(", "if ", "x[", "function() ", "1 in ("}) {
    const auto compiled = Expression::compile(repeated(open, 100'000));
    ASSERT_FALSE(compiled);
    EXPECT_NE(compiled.failure().message.find("expected less nesting"), std::string::npos) << open;
  }
}

TEST(Expression, refuses_values_nested_too_deeply) {
  const auto value = evaluated("for i in 1..100000 return [partial[-1]]");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.failure().fault, Fault::Rejected);
}

TEST(Expression, ends_at_the_limit_of_steps) {
  EvaluateOptions options;
  options.limits.steps = 1'000'000;
  const auto value = evaluated("for i in 1..2000000000 return i", options);
  ASSERT_FALSE(value);
  EXPECT_EQ(value.failure().fault, Fault::Rejected);
}

TEST(Expression, ends_at_the_limit_of_steps_inside_a_list_of_json) {
  std::string text = "[0";
  for (int i = 0; i < 10'000; ++i) text += ",{\"a\":1}";
  Context context;
  context.add("items", *json_value(text + "]"));
  EvaluateOptions options;
  options.limits.steps = 5'000;
  for (const char* loop : {"items.a", "items[true]", "for i in items return 1", "some i in items satisfies false"}) {
    const auto value = Expression::compile(loop)->evaluate(context, options);
    ASSERT_FALSE(value) << loop;
    EXPECT_EQ(value.failure().fault, Fault::Rejected) << loop;
  }
}

TEST(Expression, ends_at_the_limit_of_text) {
  const auto value =
      evaluated("for i in 1..200 return if i = 1 then \"aaaaaaaaaaaaaaaa\" else partial[-1] + partial[-1]");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.failure().fault, Fault::Rejected);
}

TEST(Expression, ends_when_the_deadline_has_passed_or_it_is_told_to_stop) {
  test::ManualClock clock;
  EvaluateOptions options;
  options.clock = &clock;
  options.deadline = Deadline(clock.now());
  EXPECT_EQ(evaluated("1 + 1", options).failure().fault, Fault::DeadlineExceeded);

  std::stop_source source;
  source.request_stop();
  EvaluateOptions stopped;
  stopped.stop = source.get_token();
  EXPECT_EQ(evaluated("1 + 1", stopped).failure().fault, Fault::Cancelled);
}

TEST(Expression, creates_documents_only_where_the_host_recognises_them) {
  EXPECT_FALSE(evaluated("createDocument(\"YQ==\")"));
  EvaluateOptions options;
  options.document_nonce = "7";
  EXPECT_EQ(*to_json(*evaluated("createDocument(\"YQ==\")", options)),
            R"({"connectorResultFunction":"createDocument:7","value":"YQ=="})");
}

TEST(Expression, gives_the_same_on_eight_threads_at_once) {
  const auto compiled = Expression::compile(
      "{open: items[status = \"open\" and n > 5].n, f: function(x) x * 1.5, r: for i in items return f(i.n),"
      " s: string join(for i in items return i.status, \",\"), d: date(\"2024-01-31\") + @\"P1M\"}");
  std::string text = R"({"items":[)";
  for (int i = 0; i < 50; ++i) {
    text += (i == 0 ? "" : ",") + std::string(R"({"status":")") + (i % 2 == 0 ? "open" : "shut") + R"(","n":)" +
            std::to_string(i) + "}";
  }
  const auto variables = json_value(text + "]}");
  Context context;
  context.add_all(*variables);
  const std::string expected = *compiled->evaluate_to_json(context);
  std::array<bool, 8> agreed{};
  {
    std::vector<std::jthread> threads;
    for (bool& mine : agreed) {
      threads.emplace_back([&compiled, &context, &expected, &mine] {
        mine = true;
        for (int i = 0; i < 200; ++i) mine = mine && *compiled->evaluate_to_json(context) == expected;
      });
    }
  }
  EXPECT_THAT(agreed, testing::Each(true));
}

}  // namespace
}  // namespace jackfield::feel
