#include "gateway/authorized_sender.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_token_source.hpp"
#include "support/scripted_sender.hpp"

namespace jackfield::gateway {
namespace {

using net::HttpFailure;
using net::HttpRequest;
using net::HttpResponse;
using net::HttpResult;
using testing::ElementsAre;

class AuthorizedSenderTest : public testing::Test {
 protected:
  void send(HttpRequest request) {
    sender.send(std::move(request), Deadline::never(), {}, [this](const HttpResult& result) {
      const auto* failed = std::get_if<HttpFailure>(&result);
      results.push_back(failed != nullptr ? failed->message : std::to_string(std::get<HttpResponse>(result).status));
    });
  }
  std::string shown(std::size_t index) const { return http.header(http.requests.at(index), "Authorization"); }

  test::ScriptedSender http;
  test::FakeTokenSource tokens{"Bearer one"};
  AuthorizedSender sender{http, tokens};
  std::vector<std::string> results;
};

TEST_F(AuthorizedSenderTest, shows_the_token) {
  send({.url = "http://zeebe/v2/documents"});
  http.answer(201, "");
  EXPECT_EQ(shown(0), "Bearer one");
  EXPECT_THAT(results, ElementsAre("201"));
}

TEST_F(AuthorizedSenderTest, waits_for_a_token_that_is_on_its_way) {
  tokens.give("");
  send({.url = "http://zeebe/"});
  EXPECT_TRUE(http.requests.empty());
  tokens.give("Bearer two");
  EXPECT_EQ(shown(0), "Bearer two");
}

TEST_F(AuthorizedSenderTest, fails_without_a_token) {
  tokens.give("");
  auto pipe = std::make_shared<net::BodyPipe>();
  send({.method = "POST", .url = "http://zeebe/", .body_pipe = pipe});
  tokens.give("");
  EXPECT_THAT(results, ElementsAre("no token was given"));
  bool is_closed = false;
  pipe->when_below(0, [&] { is_closed = true; });
  EXPECT_TRUE(is_closed) << "whoever writes hears that nobody reads";
}

TEST_F(AuthorizedSenderTest, sends_again_once_with_another_token) {
  tokens.next_after_refusal("Bearer two");
  send({.method = "POST", .url = "http://zeebe/", .body = "content"});
  http.answer(401, "");
  EXPECT_EQ(shown(1), "Bearer two");
  EXPECT_EQ(http.requests[1].body, "content");
  http.answer(200, "");
  EXPECT_THAT(results, ElementsAre("200"));
}

TEST_F(AuthorizedSenderTest, sends_no_third_time) {
  tokens.next_after_refusal("Bearer two");
  send({.url = "http://zeebe/"});
  http.answer(401, "");
  http.answer(401, "");
  EXPECT_THAT(results, ElementsAre("401"));
  EXPECT_EQ(tokens.refusals().size(), 2u);
}

TEST_F(AuthorizedSenderTest, does_not_repeat_what_came_through_a_pipe) {
  tokens.next_after_refusal("Bearer two");
  send({.method = "POST", .url = "http://zeebe/", .body_pipe = std::make_shared<net::BodyPipe>()});
  http.answer(401, "");
  EXPECT_THAT(results, ElementsAre("401"));
  EXPECT_EQ(tokens.refusals().size(), 1u) << "the next request has a new one";
}

}  // namespace
}  // namespace jackfield::gateway
