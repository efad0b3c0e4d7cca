#include "outbound/failure_to_outcome.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace jackfield::outbound {
namespace {

using Kind = loader::ConnectorOutcome::Kind;
using nlohmann::json;

const Job kJob{.retries = 3};
const TaskHeaders kHeaders{.retry_backoff = 60s};

Failed failed_by_connector(const loader::ConnectorOutcome& outcome, const Job& job, const TaskHeaders& headers) {
  return failed(thrown_by_connector(outcome, job, headers), {});
}

TEST(FailureToOutcome, takes_one_retry_for_an_error_and_sends_the_headers_backoff) {
  const Failed failed = failed_by_connector(
      {.kind = Kind::Error, .code = "404", .message = "Not Found", .variables = R"({"response":{"body":1}})"}, kJob,
      kHeaders);
  EXPECT_EQ(failed.retries, 2);
  EXPECT_EQ(failed.backoff, 60s);
  EXPECT_EQ(json::parse(failed.variables), json::parse(R"({"error":{
      "type":"io.camunda.connector.api.error.ConnectorException","message":"Not Found","code":"404",
      "variables":{"response":{"body":1}}}})"));
  EXPECT_EQ(failed.message,
            "Not Found | Error variables: {error={type=io.camunda.connector.api.error.ConnectorException, "
            "message=Not Found, code=404, variables={response={body=1}}}}");
}

TEST(FailureToOutcome, never_sends_less_than_no_retries) {
  EXPECT_EQ(failed_by_connector({.kind = Kind::Error}, Job{.retries = 0}, kHeaders).retries, 0);
}

TEST(FailureToOutcome, takes_all_retries_for_bad_input) {
  EXPECT_EQ(failed_by_connector({.kind = Kind::Input, .message = "no url"}, kJob, kHeaders).retries, 0);
}

TEST(FailureToOutcome, lets_a_connector_say_how_often_and_when_to_try_again) {
  const Failed failed = failed_by_connector({.kind = Kind::Retry, .retries = 7, .backoff = 5s}, kJob, kHeaders);
  EXPECT_EQ(failed.retries, 7);
  EXPECT_EQ(failed.backoff, 5s);
  EXPECT_EQ(failed_by_connector({.kind = Kind::Retry}, kJob, kHeaders).backoff, 60s);
}

TEST(FailureToOutcome, lets_a_connector_name_its_error) {
  const Failed failed = failed_by_connector({.kind = Kind::Input, .error_type = "java.io.IOException"}, kJob, kHeaders);
  EXPECT_EQ(json::parse(failed.variables)["error"]["type"], "java.io.IOException");
  EXPECT_EQ(failed.retries, 0);
}

TEST(FailureToOutcome, waits_at_least_as_long_as_the_connectors_target_asked_for) {
  const auto backoff_of = [](const loader::ConnectorOutcome& outcome) {
    return failed_by_connector(outcome, kJob, kHeaders).backoff;
  };
  EXPECT_EQ(backoff_of({.kind = Kind::Error, .least_backoff = 90s}), 90s);
  EXPECT_EQ(backoff_of({.kind = Kind::Error, .least_backoff = 30s}), 60s);
  EXPECT_EQ(backoff_of({.kind = Kind::Retry, .backoff = 5s, .least_backoff = 90s}), 5s);
  EXPECT_EQ(backoff_of({.kind = Kind::Input, .least_backoff = 90s}), 60s);
}

TEST(FailureToOutcome, blames_the_connector_for_errors_and_nobody_for_input_and_expressions) {
  const auto blame_of = [](Kind kind) { return failed_by_connector({.kind = kind}, kJob, kHeaders).blame; };
  EXPECT_EQ(blame_of(Kind::Error), Failed::Blame::Connector);
  EXPECT_EQ(blame_of(Kind::Retry), Failed::Blame::Connector);
  EXPECT_EQ(blame_of(Kind::Input), Failed::Blame::Nobody);
  EXPECT_EQ(thrown_by({Fault::InvalidInput, ""}, kJob, kHeaders).blame, Failed::Blame::Nobody);
  EXPECT_EQ(thrown_by_expression({Fault::Internal, ""}, kJob, kHeaders).blame, Failed::Blame::Nobody);
  EXPECT_EQ(handed_back("", kJob, 0ms).blame, Failed::Blame::Nobody);
}

TEST(FailureToOutcome, cuts_long_messages) {
  const Failed failed = failed_by_connector({.kind = Kind::Error, .message = std::string(7000, 'x')}, kJob, kHeaders);
  EXPECT_EQ(failed.message, std::string(6000, 'x'));
}

TEST(FailureToOutcome, drops_error_variables_that_are_no_json) {
  const Failed failed = failed_by_connector({.kind = Kind::Error, .variables = "{oops"}, kJob, kHeaders);
  EXPECT_FALSE(json::parse(failed.variables)["error"].contains("variables"));
}

TEST(FailureToOutcome, drops_error_variables_that_would_break_the_stack_or_not_travel) {
  for (const std::string& variables : {R"({"body":)" + std::string(200'000, '[') + std::string(200'000, ']') + "}",
                                       R"({"body":")" + std::string(1'600'000, 'x') + "\"}"}) {
    const Failed failed = failed_by_connector({.kind = Kind::Error, .variables = variables}, kJob, kHeaders);
    EXPECT_FALSE(json::parse(failed.variables)["error"].contains("variables"));
  }
}

TEST(FailureToOutcome, hides_secrets_before_it_shortens) {
  const secrets::Masker masker({SecretText("s3cret")});
  const Failed hidden =
      failed({.type = "T", .message = "with s3cret", .variables = R"({"a":["s3cret"],"s3cret":1})"}, masker);
  EXPECT_EQ(hidden.message,
            "with *** | Error variables: {error={type=T, message=with ***, variables={a=[***], ***=1}}}");
  EXPECT_EQ(json::parse(hidden.variables)["error"]["variables"], json::parse(R"({"a":["***"],"***":1})"));
}

}  // namespace
}  // namespace jackfield::outbound
