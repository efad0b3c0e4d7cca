#include "net/http_client.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "host/net/client_fixture.hpp"

namespace jackfield::net {
namespace {

using test::HttpReply;
using testing::ElementsAre;
using testing::HasSubstr;

class HttpClientTest : public HttpClientFixture {};

TEST_F(HttpClientTest, brings_status_reason_headers_and_body) {
  server.on("/a", HttpReply::with(404, "gone", {{"X-B", "1"}, {"x-a", "2"}, {"X-B", "3"}}));
  const HttpResponse response = response_to({.url = server.url("/a")});
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.reason, "Not Found");
  EXPECT_EQ(response.body, "gone");
  EXPECT_THAT(response.headers,
              ElementsAre(Header{"X-B", "1"}, Header{"x-a", "2"}, Header{"X-B", "3"}, Header{"Content-Length", "4"}));
}

TEST_F(HttpClientTest, sends_what_it_was_given_and_little_else) {
  response_to({.url = server.url("/a%2Fb/../c?x=1%20"), .headers = {{"X-Two", "1"}, {"X-Empty", ""}, {"X-Two", "2"}}});
  const std::string host = "127.0.0.1:" + std::to_string(server.port());
  EXPECT_EQ(server.requests().at(0).raw, "GET /a%2Fb/../c?x=1%20 HTTP/1.1\r\nHost: " + host +
                                             "\r\nUser-Agent: jackfield\r\nAccept-Encoding: deflate, gzip, br, zstd\r\n"
                                             "X-Two: 1\r\nX-Empty:\r\nX-Two: 2\r\n\r\n");
}

TEST_F(HttpClientTest, sends_a_body_with_any_method) {
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "GET"}) {
    response_to({.method = method, .url = server.url("/"), .body = std::string("a\0b", 3)});
    const auto request = server.requests().back();
    EXPECT_EQ(request.method, method);
    EXPECT_EQ(request.body, std::string("a\0b", 3));
    EXPECT_EQ(request.header("Content-Type"), "");
  }
}

TEST_F(HttpClientTest, tells_an_empty_body_from_none) {
  response_to({.method = "POST", .url = server.url("/"), .body = ""});
  EXPECT_EQ(server.requests().back().header("Content-Length"), "0");
  response_to({.method = "POST", .url = server.url("/")});
  EXPECT_THAT(server.requests().back().raw, testing::Not(HasSubstr("Content-Length")));
}

TEST_F(HttpClientTest, sends_a_large_body_whole) {
  const std::string body(3u << 20, 'x');
  response_to({.method = "POST", .url = server.url("/"), .body = body});
  EXPECT_EQ(server.requests().back().body.size(), body.size());
  EXPECT_EQ(server.requests().back().header("Expect"), "");
}

TEST_F(HttpClientTest, asks_for_a_head_without_waiting_for_a_body) {
  server.on("/a", HttpReply::raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
  EXPECT_EQ(response_to({.method = "HEAD", .url = server.url("/a")}).status, 200);
}

TEST_F(HttpClientTest, undoes_chunks_and_compression) {
  server.on("/chunked", HttpReply::chunked({"ab", "cd"}));
  server.on("/gzip", HttpReply::gzip("hello, hello, hello"));
  EXPECT_EQ(response_to({.url = server.url("/chunked")}).body, "abcd");
  EXPECT_EQ(response_to({.url = server.url("/gzip")}).body, "hello, hello, hello");
}

TEST_F(HttpClientTest, lets_the_caller_choose_the_encodings) {
  server.on("/gzip", HttpReply::gzip("hello"));
  EXPECT_EQ(response_to({.url = server.url("/gzip"), .headers = {{"accept-encoding", "gzip;q=0.5"}}}).body, "hello");
  EXPECT_EQ(server.requests().back().header("Accept-Encoding"), "gzip;q=0.5");
}

TEST_F(HttpClientTest, uses_a_connection_again) {
  server.on("/a", HttpReply::json("{}"));
  for (int i = 0; i < 20; ++i) response_to({.url = server.url("/a")});
  EXPECT_EQ(server.accepted_connections(), 1u);
}

TEST_F(HttpClientTest, opens_another_connection_when_the_kept_one_was_closed) {
  server.on("/a", HttpReply::json("{}").then(HttpReply::Then::Close));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(response_to({.url = server.url("/a")}).status, 200);
  EXPECT_EQ(server.accepted_connections(), 3u);
}

TEST_F(HttpClientTest, sends_nothing_twice_that_may_have_done_its_work) {
  server.on("/a", HttpReply::json("{}"));
  server.on("/b", HttpReply::raw("").then(HttpReply::Then::Close));
  for (const char* method : {"POST", "PATCH"}) {
    response_to({.url = server.url("/a")});
    EXPECT_EQ(failure_to({.method = method, .url = server.url("/b"), .body = "{}"}).kind, HttpFailure::Kind::Io);
    EXPECT_EQ(server.requests().back().method, method);
  }
  EXPECT_EQ(server.requests().size(), 4u);
}

TEST_F(HttpClientTest, takes_a_redirect_for_the_answer_unless_told_to_follow) {
  server.on("/a", HttpReply::redirect(302, "/b"));
  EXPECT_EQ(response_to({.url = server.url("/a")}).status, 302);
  server.on("/b", HttpReply::json("1"));
  EXPECT_EQ(response_to({.method = "POST", .url = server.url("/a"), .body = "x", .follow_redirects = true}).body, "1");
  EXPECT_EQ(server.requests().back().method, "GET");
}

TEST_F(HttpClientTest, keeps_cookies_for_the_hops_of_one_request) {
  server.on("/a", HttpReply::with(307, "", {{"Location", "/b"}, {"Set-Cookie", "k=v"}}));
  server.on("/b", HttpReply::json("1"));
  response_to({.url = server.url("/a"), .follow_redirects = true});
  EXPECT_EQ(server.requests().back().header("Cookie"), "k=v");
  response_to({.url = server.url("/b"), .follow_redirects = true});
  EXPECT_EQ(server.requests().back().header("Cookie"), "");
}

TEST_F(HttpClientTest, goes_through_the_proxy_of_the_scheme_and_logs_in) {
  HttpSettings settings;
  settings.http_proxy = ProxySettings{
      .host = "127.0.0.1", .port = server.port(), .user = "me", .password = SecretText(std::string("pw"))};
  use(std::move(settings));
  response_to({.url = "http://far.example/x"});
  EXPECT_EQ(server.requests().back().target, "http://far.example/x");
  EXPECT_EQ(server.requests().back().header("Proxy-Authorization"), "Basic bWU6cHc=");
  response_to({.url = server.url("/direct"), .use_proxy = false});
  EXPECT_EQ(server.requests().back().target, "/direct");
}

TEST_F(HttpClientTest, takes_no_proxy_from_the_environment) {
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  EXPECT_EQ(response_to({.url = server.url("/a")}).status, 404);
  unsetenv("http_proxy");
}

TEST_F(HttpClientTest, resolves_names) {
  server.on("/a", HttpReply::json("1"));
  EXPECT_EQ(response_to({.url = "http://localhost:" + std::to_string(server.port()) + "/a"}).body, "1");
}

TEST_F(HttpClientTest, answers_on_the_executor) {
  std::promise<bool> answer;
  client->send({.url = "not a url"}, Deadline::never(), {}, [&, sender = std::this_thread::get_id()](HttpResult) {
    answer.set_value(std::this_thread::get_id() != sender && !loop.is_loop_thread());
  });
  EXPECT_TRUE(answer.get_future().get());
}

TEST_F(HttpClientTest, counts_how_requests_ended) {
  response_to({.url = server.url("/a")});
  failure_to({.url = "nonsense"});
  EXPECT_THAT(metrics.render(), HasSubstr("jackfield_http_client_requests_total{result=\"response\"} 1"));
  EXPECT_THAT(metrics.render(), HasSubstr("jackfield_http_client_requests_total{result=\"request\"} 1"));
  EXPECT_THAT(metrics.render(), HasSubstr("jackfield_http_client_open_requests 0"));
}

}  // namespace
}  // namespace jackfield::net
