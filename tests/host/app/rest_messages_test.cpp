#include "app/rest_messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_client.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::app {
namespace {

using testing::HasSubstr;

// Answers each request at once.
class FakeSender final : public net::HttpSender {
 public:
  void send(net::HttpRequest request, Deadline, std::stop_token, net::HttpDone done) override {
    requests.push_back(std::move(request));
    done(answer);
  }

  std::vector<net::HttpRequest> requests;
  net::HttpResult answer;
};

class RestMessagesTest : public testing::Test {
 protected:
  // The answer's text, or the failure's with its fault before it.
  std::string correlate(services::Message message) {
    messages.correlate(std::move(message), Deadline::in(1s, clock), hear());
    return heard;
  }
  std::string publish(services::Message message) {
    messages.publish(std::move(message), Deadline::in(1s, clock), hear());
    return heard;
  }
  services::MessagePort::Done hear() {
    return [this](Result<std::string> json) {
      heard = json ? *json : std::string(name_of(json.failure().fault)) + ": " + json.failure().message;
    };
  }

  static services::Message paid() {
    return {.name = "paid",
            .correlation_key = "o1",
            .message_id = {},
            .tenant_id = {},
            .variables = R"({"a":1})",
            .time_to_live = std::nullopt};
  }

  test::ManualClock clock;
  FakeSender http;
  RestMessages messages{http, "http://engine:8080/"};
  std::string heard;
};

TEST_F(RestMessagesTest, correlate_over_rest_and_read_keys_as_numbers) {
  http.answer = net::HttpResponse{
      .status = 200,
      .body = R"({"tenantId":"<default>","messageKey":"2251799813685299","processInstanceKey":2251799813685300})"};
  EXPECT_EQ(correlate(paid()),
            R"({"messageKey":2251799813685299,"processInstanceKey":2251799813685300,"tenantId":"<default>"})");
  ASSERT_EQ(http.requests.size(), 1u);
  EXPECT_EQ(http.requests[0].method, "POST");
  EXPECT_EQ(http.requests[0].url, "http://engine:8080/v2/messages/correlation");
  EXPECT_EQ(http.requests[0].body, R"({"correlationKey":"o1","name":"paid","variables":{"a":1}})");
}

TEST_F(RestMessagesTest, name_the_tenant_where_one_is_named) {
  services::Message message = paid();
  message.tenant_id = "t1";
  correlate(std::move(message));
  EXPECT_THAT(http.requests.at(0).body.value(), HasSubstr(R"("tenantId":"t1")"));
}

TEST_F(RestMessagesTest, say_what_the_engine_says) {
  http.answer = net::HttpResponse{.status = 404, .body = R"({"title":"NOT_FOUND","detail":"nobody waits"})"};
  EXPECT_EQ(correlate(paid()), "not found: nobody waits (404 NOT_FOUND)");
  http.answer = net::HttpResponse{.status = 401, .reason = "Unauthorized"};
  EXPECT_EQ(correlate(paid()), "invalid input: (401 Unauthorized)");
  http.answer = net::HttpResponse{.status = 429, .reason = "Too Many Requests"};
  EXPECT_EQ(correlate(paid()), "rejected: (429 Too Many Requests)");
  http.answer = net::HttpResponse{.status = 502, .reason = "Bad Gateway"};
  EXPECT_EQ(correlate(paid()), "unavailable: (502 Bad Gateway)");
}

TEST_F(RestMessagesTest, tell_a_timeout_from_an_engine_that_is_away) {
  http.answer = net::HttpFailure{.kind = net::HttpFailure::Kind::ReadTimeout, .message = "too slow"};
  EXPECT_EQ(correlate(paid()), "deadline exceeded: too slow");
  http.answer = net::HttpFailure{.kind = net::HttpFailure::Kind::Connect, .message = "refused"};
  EXPECT_EQ(correlate(paid()), "unavailable: refused");
}

TEST_F(RestMessagesTest, publish_with_time_and_id) {
  http.answer = net::HttpResponse{.status = 200, .body = R"({"tenantId":"t1","messageKey":"7"})"};
  services::Message message = paid();
  message.message_id = "m1";
  EXPECT_EQ(publish(std::move(message)), R"({"messageKey":7,"tenantId":"t1"})");
  EXPECT_EQ(http.requests.at(0).url, "http://engine:8080/v2/messages/publication");
  EXPECT_EQ(http.requests[0].body,
            R"({"correlationKey":"o1","messageId":"m1","name":"paid","timeToLive":3600000,"variables":{"a":1}})");
}

TEST_F(RestMessagesTest, send_no_variables_that_are_no_object) {
  services::Message message = paid();
  message.variables = "{";
  EXPECT_EQ(correlate(std::move(message)), "invalid input: the variables of a message are no JSON object");
  EXPECT_TRUE(http.requests.empty());
}

}  // namespace
}  // namespace jackfield::app
