// The real plugin file in an in-memory host.

#include "jackfield/sdk/test_host.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

class SendMessage : public ::testing::Test {
 protected:
  jf_op run(const json& variables) { return host.run({"io.camunda:sendMessage:1", variables.dump()}); }

  const jf::test::sent_message& sent(const json& variables) {
    run(variables);
    return host.gateway.messages.back();
  }

  // The answer to a job that ends by itself.
  jf::test::outcome answer_to(const json& variables) { return host.answer(run(variables)).value(); }

  static json publishing(json more = json::object()) {
    json variables{{"messageName", "paid"}, {"correlationKey", "o1"}, {"correlationType", {{"type", "publish"}}}};
    variables.update(more, true);
    return variables;
  }

  jf::test::library file{MESSAGE_PLUGIN};
  jf::test::host host{file.entry()};
};

TEST_F(SendMessage, publishes_all_that_it_is_given) {
  const auto& message = sent(publishing({{"variables", {{"amount", 7}}},
                                         {"tenantId", "t1"},
                                         {"requestTimeout", "PT2S"},
                                         {"correlationType", {{"messageId", "m1"}, {"timeToLive", "PT1M"}}}}));
  EXPECT_FALSE(message.is_correlation);
  EXPECT_EQ(message.name, "paid");
  EXPECT_EQ(message.correlation_key, "o1");
  EXPECT_EQ(message.variables_json, R"({"amount":7})");
  EXPECT_EQ(message.tenant_id, "t1");
  EXPECT_EQ(message.message_id, "m1");
  EXPECT_EQ(message.time_to_live_ms, 60'000);
  EXPECT_EQ(message.timeout_ms, 2'000u);
}

TEST_F(SendMessage, leaves_what_is_not_given_to_the_host) {
  const auto& message =
      sent({{"messageName", "paid"}, {"correlationKey", " "}, {"correlationType", {{"type", "publish"}}}});
  EXPECT_THAT(message.correlation_key, IsEmpty());
  EXPECT_THAT(message.variables_json, IsEmpty());
  EXPECT_THAT(message.message_id, IsEmpty());
  EXPECT_LT(message.time_to_live_ms, 0);
  EXPECT_EQ(message.timeout_ms, 0u);
}

TEST_F(SendMessage, answers_with_what_the_engine_says) {
  const jf_op op = run(publishing());
  host.gateway.reply(0, R"({"messageKey":2251799813685299,"tenantId":"<default>"})");
  EXPECT_EQ(host.answer(op)->kind, JF_OUTCOME_RESULT);
  EXPECT_EQ(host.answer(op)->json, R"({"messageKey":2251799813685299,"tenantId":"<default>"})");
}

TEST_F(SendMessage, correlates) {
  const auto& message = sent(publishing({{"correlationType", {{"type", "CORRELATE"}, {"messageId", "m1"}}}}));
  EXPECT_TRUE(message.is_correlation);
  EXPECT_THAT(message.message_id, IsEmpty());
}

TEST_F(SendMessage, fails_without_a_code_when_the_engine_refuses) {
  const jf_op published = run(publishing());
  host.gateway.fail(0, JF_ERR_INVALID, "a message with that id was already published");
  EXPECT_EQ(host.answer(published)->kind, JF_OUTCOME_ERROR);
  EXPECT_EQ(host.answer(published)->message, "a message with that id was already published");
  EXPECT_EQ(host.answer(published)->error_type, "io.camunda.client.api.command.ClientStatusException");
  const jf_op correlated = run(publishing({{"correlationType", {{"type", "correlate"}}}}));
  host.gateway.fail(1, JF_ERR_NOT_FOUND, "nobody waits");
  EXPECT_EQ(host.answer(correlated)->error_type, "io.camunda.client.api.command.ClientHttpException");
}

TEST_F(SendMessage, takes_numbers_as_keys_and_lists_of_one) {
  EXPECT_EQ(sent(publishing({{"correlationKey", 12}})).correlation_key, "12");
  EXPECT_EQ(sent(publishing({{"messageName", json::array({"paid"})}})).name, "paid");
}

TEST_F(SendMessage, reads_lengths_of_time_as_java_does) {
  const auto timeout = [&](const json& text) { return sent(publishing({{"requestTimeout", text}})).timeout_ms; };
  EXPECT_EQ(timeout("PT1H1M1.5S"), 3'661'500u);
  EXPECT_EQ(timeout("p1dt0,5s"), 86'400'500u);
  EXPECT_EQ(timeout("PT1M-10S"), 50'000u);
  EXPECT_EQ(timeout(3), 3'000u);
  EXPECT_EQ(timeout(" "), 0u);
}

TEST_F(SendMessage, refuses_lengths_of_time_that_are_none) {
  for (const char* text : {"10", "PT", "P", "PT1S1M", "PT1.5H", "PTS", "P1W", "PT1H ", "T1S"}) {
    const auto end = answer_to(publishing({{"requestTimeout", text}}));
    EXPECT_EQ(end.kind, JF_OUTCOME_INPUT) << text;
    EXPECT_THAT(end.message, HasSubstr("requestTimeout"));
  }
}

TEST_F(SendMessage, refuses_input_that_cannot_work) {
  EXPECT_THAT(answer_to(publishing({{"messageName", " "}})).message, HasSubstr("Property: messageName"));
  EXPECT_EQ(answer_to(publishing({{"variables", "text"}})).kind, JF_OUTCOME_INPUT);
  EXPECT_EQ(answer_to(publishing({{"correlationKey", {1, 2}}})).kind, JF_OUTCOME_INPUT);
  EXPECT_EQ(answer_to(publishing({{"correlationType", {{"type", "other"}}}})).kind, JF_OUTCOME_INPUT);
  EXPECT_EQ(answer_to({{"messageName", "m"}, {"correlationType", json::object()}}).kind, JF_OUTCOME_INPUT);
  EXPECT_THAT(host.gateway.messages, IsEmpty());
}

TEST_F(SendMessage, fails_like_the_java_connector_without_a_type) {
  const auto end = answer_to({{"messageName", "paid"}});
  EXPECT_EQ(end.kind, JF_OUTCOME_ERROR);
  EXPECT_EQ(end.error_type, "java.lang.NullPointerException");
}

TEST_F(SendMessage, gives_up_when_its_job_is_cancelled) {
  const jf_op op = run(publishing());
  host.cancel(op);
  host.gateway.fail(0, JF_ERR_CANCELLED, "the job was cancelled");
  EXPECT_EQ(host.answer(op)->kind, JF_OUTCOME_CANCELLED);
}

TEST_F(SendMessage, fails_the_job_when_the_host_takes_no_more) {
  host.gateway.refuse_with = JF_ERR_BUSY;
  EXPECT_EQ(answer_to(publishing()).message, "message refused by the host, status -4");
}

}  // namespace
