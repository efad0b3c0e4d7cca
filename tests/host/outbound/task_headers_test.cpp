#include "outbound/task_headers.hpp"

#include <gtest/gtest.h>

namespace jackfield::outbound {
namespace {

TEST(TaskHeaders, ignores_blank_names_and_expressions) {
  const Result<TaskHeaders> headers =
      parse_task_headers(R"({"resultVariable":" \t","errorExpression":"","other":"x"})");
  EXPECT_EQ(headers->result_variable, "");
  EXPECT_EQ(headers->error_expression, "");
  EXPECT_FALSE(headers->retry_backoff_text);
}

TEST(TaskHeaders, keeps_a_malformed_backoff_to_complain_about) {
  const Result<TaskHeaders> headers = parse_task_headers(R"({"retryBackoff":"5 minutes"})");
  EXPECT_EQ(headers->retry_backoff_text, "5 minutes");
  EXPECT_FALSE(headers->retry_backoff);
}

TEST(TaskHeaders, refuses_what_is_no_object) {
  EXPECT_FALSE(parse_task_headers("[]"));
  EXPECT_FALSE(parse_task_headers("{"));
  EXPECT_TRUE(parse_task_headers(""));
}

TEST(TaskHeaderCache, reads_the_same_text_once) {
  TaskHeaderCache cache(2);
  const auto first = cache.get(R"({"resultVariable":"a"})");
  const auto again = cache.get(R"({"resultVariable":"a"})");
  EXPECT_EQ(first->get(), again->get());
}

TEST(TaskHeaderCache, starts_over_when_it_is_full) {
  TaskHeaderCache cache(1);
  const auto first = cache.get(R"({"resultVariable":"a"})");
  cache.get(R"({"resultVariable":"b"})").ignore("fills the cache");
  EXPECT_NE(first->get(), cache.get(R"({"resultVariable":"a"})")->get());
}

}  // namespace
}  // namespace jackfield::outbound
