#include <gmock/gmock.h>

#include "outbound_fixture.hpp"

namespace jackfield::outbound {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Kind = loader::ConnectorOutcome::Kind;

using JobSecrets = OutboundTest;

TEST_F(JobSecrets, reach_the_connector_in_its_variables_and_never_in_headers) {
  run_with({{"auth", "{{secrets.TOKEN}}"}},
           R"({"a":"Bearer {{secrets.TOKEN}}","q":"secrets.QUOTE","port":{{secrets.PORT}}})");
  const Job& given = connector->calls.at(0).job;
  EXPECT_EQ(given.variables, R"({"a":"Bearer tok-123","q":"say \"hi\"","port":8080})");
  EXPECT_THAT(given.custom_headers, HasSubstr("{{secrets.TOKEN}}"));
}

TEST_F(JobSecrets, that_nobody_has_are_bad_input) {
  run_with({}, R"({"a":"{{secrets.MISSING}}"})");
  EXPECT_THAT(connector->calls, IsEmpty());
  EXPECT_EQ(failed().retries, 0);
  EXPECT_EQ(error()["message"], "Secret with name 'MISSING' is not available");
  EXPECT_EQ(error()["type"], "io.camunda.connector.api.error.ConnectorInputException");
}

TEST_F(JobSecrets, are_hidden_when_the_job_fails) {
  run_with({{"errorExpression", R"(bpmnError("E", error.message, error.variables))"}}, R"({"a":"{{secrets.TOKEN}}"})");
  answer({.kind = Kind::Error, .message = "got tok-123", .variables = R"({"body":"tok-123"})"});
  EXPECT_EQ(thrown().message, "got ***");
  EXPECT_EQ(thrown().variables, R"({"body":"***"})");
}

TEST_F(JobSecrets, are_hidden_in_the_failure_of_an_expression) {
  run_with({{"resultExpression", "=1/"}}, R"({"a":"{{secrets.TOKEN}}"})");
  answer({.json = R"({"echo":"tok-123"})"});
  EXPECT_THAT(failed().message, Not(HasSubstr("tok-123")));
  EXPECT_THAT(failed().message, HasSubstr("echo=***"));
}

TEST_F(JobSecrets, keep_everything_back_when_they_cannot_be_fetched_to_be_hidden) {
  run_with({}, R"({"a":"{{secrets.BROKEN}}"})");
  EXPECT_EQ(failed().retries, 2);
  EXPECT_THAT(failed().message,
              HasSubstr("Fetching secrets failed, original error can't be displayed as the error message might contain "
                        "secrets: the vault is sealed"));
}

}  // namespace
}  // namespace jackfield::outbound
