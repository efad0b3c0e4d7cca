#include "app/rehearsal.hpp"

#include "rehearsal_fixture.hpp"
#include "support/http_server.hpp"

namespace jackfield::app {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class RehearsalTest : public RehearsalFixture {
 protected:
  std::string bank() const { return R"({"bank":")" + server.url("") + R"(","currency":"EUR"})"; }

  test::HttpServer server;
};

TEST_F(RehearsalTest, sends_nothing_unless_it_is_live) {
  const Rehearsal rehearsal = rehearsal_of("rate", bank());
  EXPECT_TRUE(rehearsal.is_held_back());
  ASSERT_EQ(rehearsal.exchanges.size(), 1u);
  EXPECT_EQ(rehearsal.exchanges.front().request.url, server.url("/rates/EUR"));
  EXPECT_FALSE(rehearsal.outcome);
  EXPECT_EQ(server.request_count(), 0u);
}

TEST_F(RehearsalTest, sends_the_request_and_shows_the_answer_when_it_is_live) {
  server.on("/rates/EUR", test::HttpReply::json(R"({"rate":1.25,"for":"s3cr3t-rate"})"));
  settings.is_live = true;
  const Rehearsal rehearsal = rehearsal_of("rate", bank());
  ASSERT_TRUE(rehearsal.outcome);
  EXPECT_EQ(std::get<Completed>(*rehearsal.outcome).variables, R"({"rate":1.25,"day":null})");
  EXPECT_EQ(server.requests().at(0).header("Authorization"), "Bearer s3cr3t-rate");
  const auto& response = std::get<net::HttpResponse>(rehearsal.exchanges.at(0).answer.value());
  EXPECT_EQ(response.body, R"({"rate":1.25,"for":"***"})");
}

TEST_F(RehearsalTest, shows_a_message_as_the_request_that_it_would_be) {
  settings.model = (folder / "message.bpmn").string();
  const Rehearsal held_back = rehearsal_of("tell", R"({"order":"o1"})");
  ASSERT_EQ(held_back.exchanges.size(), 1u);
  EXPECT_EQ(held_back.exchanges[0].request.url, "http://localhost:8080/v2/messages/publication");
  EXPECT_FALSE(held_back.outcome);
  settings.mocks = {R"({"messageKey":"7","tenantId":"<default>"})"};
  const Rehearsal rehearsal = rehearsal_of("tell", R"({"order":"o1"})");
  EXPECT_EQ(std::get<Completed>(rehearsal.outcome.value()).variables,
            R"({"sent":{"messageKey":7,"tenantId":"<default>"}})");
}

TEST_F(RehearsalTest, hides_secrets_wherever_they_turn_up) {
  const Rehearsal rehearsal = rate_answered(R"({"status":500,"body":"no s3cr3t-rate here"})");
  EXPECT_THAT(rehearsal.input, HasSubstr(R"("token":"***")"));
  EXPECT_THAT(rehearsal.exchanges.at(0).request.headers, testing::Contains(net::Header{"Authorization", "Bearer ***"}));
  EXPECT_THAT(rehearsal.answer.value().variables, Not(HasSubstr(kRateToken)));
  EXPECT_THAT(rehearsal.expressions.at(0).response, Not(HasSubstr(kRateToken)));
  EXPECT_THAT(std::get<Failed>(rehearsal.outcome.value()).variables, Not(HasSubstr(kRateToken)));
}

TEST_F(RehearsalTest, hides_a_secret_that_has_become_a_number_or_was_given) {
  std::ofstream(secrets_file) << "RATE_TOKEN=314159\n";
  settings.mocks = {R"({"rate":314159,"day":"3","more":31415926})"};
  const Rehearsal rehearsal = rehearsal_of("rate", R"({"bank":"https://bank.example.com","currency":"314159"})");
  EXPECT_EQ(std::get<net::HttpResponse>(rehearsal.exchanges.at(0).answer.value()).body,
            R"({"rate":"***","day":"3","more":31415926})");
  EXPECT_EQ(rehearsal.entry.inputs.at(3).value, R"("https://bank.example.com/rates/***")");
  EXPECT_THAT(rehearsal.variables, Not(HasSubstr("314159")));
}

TEST_F(RehearsalTest, answers_a_repeated_request_with_the_next_mock) {
  settings.mocks = {R"({"status":503,"headers":{"Retry-After":"0"}})", R"({"rate":2})"};
  const Rehearsal rehearsal = rehearsal_of("rate", R"({"bank":"https://bank.example.com","currency":"EUR"})");
  EXPECT_EQ(rehearsal.exchanges.size(), 2u);
  EXPECT_THAT(std::get<Completed>(rehearsal.outcome.value()).variables, HasSubstr(R"("rate":2)"));
}

TEST_F(RehearsalTest, tells_what_the_output_mappings_make_of_the_result) {
  const Rehearsal rehearsal = rehearsal_of("sum", R"({"tries":1,"total":21})");
  EXPECT_EQ(rehearsal.exit.value().changes, R"({"order":{"total":42}})");
}

TEST_F(RehearsalTest, ends_before_there_is_a_job_where_the_engine_would) {
  const Rehearsal rehearsal = rehearsal_of("sum");
  EXPECT_EQ(rehearsal.entry.stop.value().incident, "EXTRACT_VALUE_ERROR");
  EXPECT_THAT(rehearsal.input, IsEmpty());
}

TEST_F(RehearsalTest, names_the_job_types_that_are_served) {
  EXPECT_THAT(refusal("nobody"), HasSubstr(R"(no plugin serves the job type "nobody:1"; served: )"));
  EXPECT_THAT(refusal("nobody"), HasSubstr(R"("jackfield:echo:1")"));
}

TEST_F(RehearsalTest, refuses_what_cannot_be_read) {
  EXPECT_THAT(refusal("sum", "[1]"), HasSubstr("expected a JSON object"));
  EXPECT_THAT(refusal("sum", "not-there.json"), HasSubstr(R"(variables "not-there.json": cannot be read)"));
  settings.model = "not-there.bpmn";
  EXPECT_THAT(refusal("sum"), HasSubstr(R"(model "not-there.bpmn": cannot be read)"));
}

}  // namespace
}  // namespace jackfield::app
