#include <gmock/gmock.h>

#include "host/net/client_fixture.hpp"
#include "net/http_client.hpp"
#include "support/full_listener.hpp"

namespace jackfield::net {
namespace {

using Kind = HttpFailure::Kind;
using test::HttpReply;
using testing::HasSubstr;
using testing::Not;

class HttpClientTroubleTest : public HttpClientFixture {};

TEST_F(HttpClientTroubleTest, says_when_the_connection_is_refused) {
  const std::string gone = std::make_unique<test::HttpServer>()->url("/secret?key=1");
  const HttpFailure failure = failure_to({.url = gone});
  EXPECT_EQ(failure.kind, Kind::Connect);
  EXPECT_THAT(failure.message, HasSubstr("request to 127.0.0.1:"));
  EXPECT_THAT(failure.message, Not(HasSubstr("secret")));
}

TEST_F(HttpClientTroubleTest, says_when_nobody_accepts_the_connection_in_time) {
  test::FullListener listener;
  const HttpFailure failure = failure_to({.url = listener.url(), .connect_timeout = 100ms});
  EXPECT_EQ(failure.kind, Kind::ConnectTimeout);
}

TEST_F(HttpClientTroubleTest, says_when_the_name_is_unknown) {
  EXPECT_EQ(failure_to({.url = "http://no-such-host.invalid/", .connect_timeout = 50s}).kind, Kind::Resolve);
}

TEST_F(HttpClientTroubleTest, says_when_the_peer_is_silent_for_too_long) {
  server.on("/a", HttpReply::silence());
  EXPECT_EQ(failure_to({.url = server.url("/a"), .read_timeout = 50ms}).kind, Kind::ReadTimeout);
}

TEST_F(HttpClientTroubleTest, does_not_take_a_slow_answer_for_silence) {
  auto reply = HttpReply::raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
  for (int i = 0; i < 5; ++i) reply = std::move(reply).then_pause(60ms).then_send("x");
  server.on("/a", std::move(reply));
  EXPECT_EQ(response_to({.url = server.url("/a"), .read_timeout = 200ms}).body, "xxxxx");
}

TEST_F(HttpClientTroubleTest, says_when_the_peer_falls_silent_in_mid_body) {
  server.on("/a", HttpReply::raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nx").then_pause(1h));
  EXPECT_EQ(failure_to({.url = server.url("/a"), .read_timeout = 50ms}).kind, Kind::ReadTimeout);
}

TEST_F(HttpClientTroubleTest, ends_at_the_deadline_whatever_happens) {
  server.on("/a", HttpReply::silence());
  EXPECT_EQ(failure_of(send({.url = server.url("/a")}, in(50ms)).get()).kind, Kind::Deadline);
  EXPECT_EQ(failure_of(send({.url = server.url("/a")}, in(0ms)).get()).kind, Kind::Deadline);
}

TEST_F(HttpClientTroubleTest, has_no_time_limit_where_none_is_wanted) {
  server.on("/a", HttpReply::json("1").after(50ms));
  EXPECT_EQ(response_to({.url = server.url("/a"), .connect_timeout = kNoLimit, .read_timeout = kNoLimit}).body, "1");
}

TEST_F(HttpClientTroubleTest, says_when_the_connection_breaks) {
  server.on("/closed", HttpReply::raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nx").then(HttpReply::Then::Close));
  server.on("/reset", HttpReply::raw("").then(HttpReply::Then::Reset));
  server.on("/empty", HttpReply::raw("").then(HttpReply::Then::Close));
  for (const char* path : {"/closed", "/reset", "/empty"}) {
    EXPECT_EQ(failure_to({.url = server.url(path)}).kind, Kind::Io) << path;
  }
}

TEST_F(HttpClientTroubleTest, says_when_the_peer_does_not_speak_http) {
  server.on("/a", HttpReply::raw("hello\r\n").then(HttpReply::Then::Close));
  EXPECT_EQ(failure_to({.url = server.url("/a")}).kind, Kind::Protocol);
  server.on("/b", HttpReply::with(200, "xx", {{"Content-Encoding", "gzip"}}));
  EXPECT_EQ(failure_to({.url = server.url("/b")}).kind, Kind::Protocol);
}

TEST_F(HttpClientTroubleTest, says_when_the_peer_hangs_up_instead_of_speaking_tls) {
  const std::string url = "https" + server.url("/").substr(4);
  EXPECT_EQ(failure_to({.url = url}).kind, Kind::Io);
}

TEST_F(HttpClientTroubleTest, refuses_a_body_above_the_limit) {
  server.on("/a", HttpReply::json("123456"));
  EXPECT_EQ(response_to({.url = server.url("/a"), .max_response_bytes = 6}).body, "123456");
  const HttpFailure failure = failure_to({.url = server.url("/a"), .max_response_bytes = 5});
  EXPECT_EQ(failure.kind, Kind::TooLarge);
  EXPECT_THAT(failure.message, HasSubstr("larger than 5 bytes"));
}

TEST_F(HttpClientTroubleTest, stops_reading_an_endless_body_at_the_limit) {
  server.on("/a", HttpReply::raw("HTTP/1.1 200 OK\r\n\r\n").then_send(std::string(1u << 20, 'x'), 1u << 20));
  EXPECT_EQ(failure_to({.url = server.url("/a")}).kind, Kind::TooLarge);
}

TEST_F(HttpClientTroubleTest, counts_a_compressed_body_as_it_unfolds) {
  const std::string large(8u << 20, 'x');
  ASSERT_LT(test::gzip_compressed(large).size(), 20'000u);
  server.on("/a", HttpReply::gzip(large));
  EXPECT_EQ(failure_to({.url = server.url("/a"), .max_response_bytes = 1u << 20}).kind, Kind::TooLarge);
}

TEST_F(HttpClientTroubleTest, refuses_a_header_above_the_limit) {
  HttpSettings settings;
  settings.max_header_bytes = 1000;
  use(std::move(settings));
  server.on("/a", HttpReply::with(200, "", {{"X", std::string(1000, 'x')}}));
  EXPECT_EQ(failure_to({.url = server.url("/a")}).kind, Kind::TooLarge);
}

TEST_F(HttpClientTroubleTest, says_when_redirects_do_not_end) {
  server.on("/circle", HttpReply::redirect(302, "/circle"));
  EXPECT_EQ(failure_to({.url = server.url("/circle"), .follow_redirects = true}).kind, Kind::Redirect);
  int count = 0;
  server.on("/a", [&count](const test::RecordedRequest&) {
    return HttpReply::redirect(302, "/a?" + std::to_string(++count));
  });
  EXPECT_EQ(failure_to({.url = server.url("/a"), .follow_redirects = true}).kind, Kind::Redirect);
  EXPECT_EQ(server.request_count(), 2u + 51u);
}

TEST_F(HttpClientTroubleTest, says_when_the_proxy_wants_another_login) {
  server.on("far.example:443", HttpReply::with(407));
  HttpSettings settings;
  settings.https_proxy = ProxySettings{.host = "127.0.0.1", .port = server.port()};
  use(std::move(settings));
  const HttpFailure failure = failure_to({.url = "https://far.example/"});
  EXPECT_EQ(failure.kind, Kind::Proxy);
  EXPECT_EQ(failure.proxy_status, 407);
}

TEST_F(HttpClientTroubleTest, refuses_requests_that_are_not_well_formed) {
  EXPECT_EQ(failure_to({.url = "ftp://h/"}).kind, Kind::InvalidRequest);
  EXPECT_EQ(failure_to({.url = server.url("/"), .headers = {{"X", "a\nb"}}}).kind, Kind::InvalidRequest);
  EXPECT_FALSE(HttpClient::check({.url = "ftp://h/"}).ok());
  EXPECT_TRUE(HttpClient::check({.url = server.url("/")}).ok());
}

TEST_F(HttpClientTroubleTest, aborts_a_request_in_flight) {
  server.on("/a", HttpReply::silence());
  std::stop_source stop;
  auto result = send({.url = server.url("/a")}, Deadline::never(), stop.get_token());
  ASSERT_TRUE(server.wait_for_requests(1, 10s));
  stop.request_stop();
  EXPECT_EQ(failure_of(result.get()).kind, Kind::Aborted);
}

TEST_F(HttpClientTroubleTest, aborts_a_request_that_was_stopped_before_it_was_sent) {
  std::stop_source stop;
  stop.request_stop();
  server.on("/a", HttpReply::silence());
  EXPECT_EQ(failure_of(send({.url = server.url("/a")}, Deadline::never(), stop.get_token()).get()).kind, Kind::Aborted);
}

TEST_F(HttpClientTroubleTest, closes_without_a_loop_when_it_was_never_used) {
  Loop idle{system_clock()};
  HttpClient unused({}, {.loop = idle, .answers = pool, .clock = system_clock(), .log = log, .metrics = metrics});
  unused.close();
}

TEST_F(HttpClientTroubleTest, ends_open_requests_when_it_is_closed) {
  server.on("/a", HttpReply::silence());
  std::vector<std::future<HttpResult>> results;
  for (int i = 0; i < 50; ++i) results.push_back(send({.url = server.url("/a")}));
  ASSERT_TRUE(server.wait_for_requests(50, 10s));
  client->close();
  for (auto& result : results) EXPECT_EQ(failure_of(result.get()).kind, Kind::Closing);
  EXPECT_EQ(failure_to({.url = server.url("/a")}).kind, Kind::Closing);
}

TEST_F(HttpClientTroubleTest, sends_nothing_to_a_host_that_failed_too_often) {
  HttpSettings settings;
  settings.host_breaker = Breaker::Settings{.window = 2, .threshold_percent = 100, .pause = 1h};
  use(settings);
  server.on("/broken", test::HttpReply::with(500));
  response_to({.url = server.url("/broken")});
  response_to({.url = server.url("/broken")});
  const HttpFailure failure = failure_to({.url = server.url("/fine")});
  EXPECT_EQ(failure.kind, Kind::Suspended);
  EXPECT_GT(failure.again_in, 50min);
  EXPECT_EQ(server.request_count(), 2u);
}

TEST_F(HttpClientTroubleTest, follows_no_redirect_to_a_host_that_failed_too_often) {
  test::HttpServer broken;
  HttpSettings settings;
  settings.host_breaker = Breaker::Settings{.window = 1, .threshold_percent = 100, .pause = 1h};
  use(settings);
  broken.on("/x", test::HttpReply::with(503));
  server.on("/go", test::HttpReply::redirect(302, broken.url("/x")));
  EXPECT_EQ(response_to({.url = server.url("/go"), .follow_redirects = true}).status, 503);
  EXPECT_EQ(failure_to({.url = server.url("/go"), .follow_redirects = true}).kind, Kind::Suspended);
  EXPECT_EQ(response_to({.url = server.url("/go")}).status, 302);
}

}  // namespace
}  // namespace jackfield::net
