#include "outbound/task_headers.hpp"

#include <gtest/gtest.h>

namespace jackfield::outbound {
namespace {

TEST(TaskHeaders, ignores_blank_names_and_expressions) {
  const Result<TaskHeaders> headers =
      parse_task_headers(R"({"resultVariable":" \t","errorExpression":"","other":"x"})");
  EXPECT_EQ(headers->result_variable, "");
  EXPECT_FALSE(headers->error_expression);
  EXPECT_FALSE(headers->retry_backoff);
}

struct Complaint {
  const char* headers;
  std::string_view type;
  const char* message;
};

TEST(TaskHeaders, complains_of_durations_that_cannot_be_used) {
  const Complaint kCases[] = {
      {R"({"retryBackoff":"5 minutes"})", kBackoffException,
       "Failed to parse retry backoff header. Expected ISO-8601 duration, e.g. PT5M, got: 5 minutes"},
      {R"({"retryBackoff":""})", kBackoffException,
       "Failed to parse retry backoff header. Expected ISO-8601 duration, e.g. PT5M, got: "},
      {R"({"retryBackoff":"P106751991167300DT15H30M7.999S"})", kArithmeticException, "long overflow"},
      {R"({"retryBackoff":"bad","jobTimeout":"bad"})", kBackoffException,
       "Failed to parse retry backoff header. Expected ISO-8601 duration, e.g. PT5M, got: bad"},
      {R"({"jobTimeout":"not-a-duration"})", kJobTimeoutException,
       "Failed to parse job timeout header. Expected ISO-8601 duration, e.g. PT10M, got: not-a-duration"},
      {R"({"jobTimeout":"PT9999999999999999S"})", kJobTimeoutException,
       "Job timeout is too large to represent, got: PT9999999999999999S"},
      {R"({"jobTimeout":"PT9223372036854775S"})", kJobTimeoutException,
       "Job timeout is too large to represent as a deadline, got: PT9223372036854775S"},
      {R"({"jobTimeout":"PT0.000000001S"})", kJobTimeoutException,
       "Job timeout must be a positive duration, got: PT0.000000001S"},
      {R"({"jobTimeout":"PT-10M"})", kJobTimeoutException, "Job timeout must be a positive duration, got: PT-10M"},
  };
  for (const Complaint& expected : kCases) {
    const Result<TaskHeaders> headers = parse_task_headers(expected.headers);
    ASSERT_TRUE(headers->unusable) << expected.headers;
    EXPECT_EQ(headers->unusable->type, expected.type);
    EXPECT_EQ(headers->unusable->message, expected.message);
    EXPECT_EQ(headers->unusable->retries, 0);
    EXPECT_FALSE(headers->unusable->backoff);
  }
}

TEST(TaskHeaders, has_no_job_timeout_when_the_header_is_blank) {
  EXPECT_FALSE(parse_task_headers(R"({"jobTimeout":" "})")->job_timeout);
  EXPECT_EQ(parse_task_headers(R"({"jobTimeout":"PT10M"})")->job_timeout, 10min);
}

TEST(TaskHeaders, refuses_what_is_no_object) {
  EXPECT_FALSE(parse_task_headers("[]"));
  EXPECT_FALSE(parse_task_headers("{"));
  EXPECT_TRUE(parse_task_headers(""));
}

TEST(TaskHeaders, refuses_what_would_break_the_stack) {
  const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
  EXPECT_FALSE(parse_task_headers(R"({"retryBackoff":)" + deep + "}"));
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
