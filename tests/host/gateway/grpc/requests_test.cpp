#include "gateway/grpc/requests.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

namespace jackfield::gateway {
namespace {

using testing::ElementsAre;

const JobRef kJob{.key = {7}, .lease_token = ""};

std::string text_of(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  std::string text;
  printer.PrintToString(message, &text);
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

TEST(Requests, ask_for_jobs) {
  const auto request = request_of(ActivationRequest{.type = {"t"},
                                                    .worker = "w",
                                                    .max_jobs = 3,
                                                    .job_timeout = 1min,
                                                    .poll_timeout = -1ms,
                                                    .variables = {"a", "b"},
                                                    .tenants = {"x"}});
  EXPECT_EQ(text_of(request),
            R"(type: "t" worker: "w" timeout: 60000 maxJobsToActivate: 3 fetchVariable: "a" fetchVariable: "b" )"
            R"(requestTimeout: -1 tenantIds: "x")");
}

TEST(Requests, open_a_stream) {
  const auto request = request_of(StreamRequest{.type = {"t"}, .worker = "w", .job_timeout = 1s, .variables = {"a"}});
  EXPECT_EQ(text_of(request), R"(type: "t" worker: "w" timeout: 1000 fetchVariable: "a")");
}

TEST(Requests, complete_a_job) {
  EXPECT_EQ(text_of(request_of(kJob, Completed{.variables = "{}"})), R"(jobKey: 7 variables: "{}")");
}

TEST(Requests, name_the_lease_only_when_there_is_one) {
  EXPECT_FALSE(request_of(kJob, Completed{}).has_jobleasetoken());
  EXPECT_EQ(request_of({.key = {7}, .lease_token = "l"}, Completed{}).jobleasetoken(), "l");
}

TEST(Requests, tell_an_ad_hoc_sub_process_how_to_go_on) {
  const Completed outcome{.variables = "{}",
                          .ad_hoc = AdHocResult{.elements = {{.element_id = "tool", .variables = "{\"a\":1}"}},
                                                .is_completion_condition_fulfilled = false,
                                                .cancels_remaining = true}};
  const auto request = request_of(kJob, outcome);
  EXPECT_EQ(request.result().type(), "adHocSubProcess");
  EXPECT_EQ(request.result().activateelements(0).elementid(), "tool");
  EXPECT_TRUE(request.result().iscancelremaininginstances());
  EXPECT_FALSE(request.result().iscompletionconditionfulfilled());
}

TEST(Requests, fail_a_job) {
  const auto request =
      request_of(kJob, Failed{.message = "no", .retries = 2, .backoff = 5s, .variables = "{\"error\":1}"});
  EXPECT_EQ(text_of(request),
            R"(jobKey: 7 retries: 2 errorMessage: "no" retryBackOff: 5000 variables: "{\"error\":1}")");
}

TEST(Requests, throw_an_error) {
  EXPECT_EQ(text_of(request_of(kJob, BpmnError{.code = "C", .message = "m", .variables = "{}"})),
            R"(jobKey: 7 errorCode: "C" errorMessage: "m" variables: "{}")");
}

TEST(Requests, name_a_definition_by_key_or_by_id) {
  EXPECT_EQ(text_of(request_of(NewInstance{.bpmn_process_id = "p"})), R"(bpmnProcessId: "p" version: -1)");
  EXPECT_EQ(text_of(request_of(NewInstance{.definition = {9}})), "processDefinitionKey: 9");
}

TEST(Requests, publish_a_message) {
  const auto request = request_of(
      Message{.name = "n", .correlation_key = "k", .time_to_live = 1h, .message_id = "i", .variables = "{}"});
  EXPECT_EQ(text_of(request), R"(name: "n" correlationKey: "k" timeToLive: 3600000 messageId: "i" variables: "{}")");
}

}  // namespace
}  // namespace jackfield::gateway
