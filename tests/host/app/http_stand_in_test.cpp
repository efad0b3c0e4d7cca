#include "app/http_stand_in.hpp"

#include <gtest/gtest.h>

#include "support/inline_executor.hpp"

namespace jackfield::app {
namespace {

class FakeClient final : public net::HttpSender {
 public:
  void send(net::HttpRequest request, Deadline, std::stop_token, net::HttpDone done) override {
    sent.push_back(std::move(request));
    done(net::HttpResponse{.status = 201});
  }

  std::vector<net::HttpRequest> sent;
};

class HttpStandInTest : public testing::Test {
 protected:
  // The status of the answer; 0: a failure.
  int answer_of(HttpStandIn& http, net::HttpRequest request = {.url = "http://example.org/"}) {
    int status = -1;
    http.send(std::move(request), Deadline::never(), {}, [&](const net::HttpResult& result) {
      const auto* response = std::get_if<net::HttpResponse>(&result);
      status = response == nullptr ? 0 : response->status;
    });
    executor.run_all();
    return status;
  }

  test::InlineExecutor executor;
  FakeClient client;
};

TEST_F(HttpStandInTest, answers_with_one_mock_after_the_other_and_then_lives) {
  HttpStandIn http(executor, {.mocks = {{.status = 503}, {.status = 200}}, .live = &client, .on_held_back = {}});
  EXPECT_EQ(answer_of(http), 503);
  EXPECT_EQ(answer_of(http), 200);
  EXPECT_TRUE(client.sent.empty());
  EXPECT_EQ(answer_of(http), 201);
  EXPECT_EQ(client.sent.size(), 1u);
}

TEST_F(HttpStandInTest, holds_back_what_nobody_answers_and_says_so_once) {
  int held_back = 0;
  HttpStandIn http(executor, {.mocks = {}, .live = nullptr, .on_held_back = [&] { ++held_back; }});
  EXPECT_EQ(answer_of(http), 0);
  EXPECT_EQ(answer_of(http), 0);
  EXPECT_EQ(held_back, 1);
  ASSERT_EQ(http.exchanges().size(), 1u);
  EXPECT_FALSE(http.exchanges().front().answer);
}

TEST_F(HttpStandInTest, writes_down_requests_and_answers) {
  HttpStandIn http(executor, {.mocks = {{.status = 404}}, .live = nullptr, .on_held_back = {}});
  answer_of(http, {.method = "PUT", .url = "http://example.org/a"});
  const Exchange exchange = http.exchanges().at(0);
  EXPECT_EQ(exchange.request.method, "PUT");
  EXPECT_EQ(std::get<net::HttpResponse>(exchange.answer.value()).status, 404);
}

TEST_F(HttpStandInTest, gives_the_body_to_the_sink_that_wants_it) {
  HttpStandIn http(executor, {.mocks = {{.status = 200, .body = "abc"}}, .live = nullptr, .on_held_back = {}});
  std::string got;
  net::HttpRequest request{.url = "http://example.org/"};
  request.body_sink = std::make_shared<net::BodySink>([&](std::string_view piece) {
    got += piece;
    return true;
  });
  EXPECT_EQ(answer_of(http, std::move(request)), 200);
  EXPECT_EQ(got, "abc");
}

}  // namespace
}  // namespace jackfield::app
