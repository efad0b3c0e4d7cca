#include "net/http_server.hpp"

#include <gtest/gtest.h>

#include <future>
#include <optional>

#include "base/loop.hpp"
#include "support/raw_client.hpp"

namespace jackfield::net {
namespace {

using test::RawClient;

std::string close_after(std::string_view request_line, std::string_view more = "") {
  return std::string(request_line) + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + std::string(more) + "\r\n";
}

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() { loop.start(); }
  ~HttpServerTest() override {
    if (server) server->stop(Deadline::in(0ms, system_clock()));
    server.reset();
    loop.stop();
  }

  HttpServer& serve(ServerSettings settings = {}) {
    settings.port = 0;
    server = std::make_unique<HttpServer>(std::move(settings), loop, system_clock(), log::Logger{});
    server->route("GET", "/greeting/{name}", [](const ServedRequest& request, Answer answer) {
      answer({.body = "Hello " + request.captured.at(0) + request.query});
    });
    server->route("POST", "/echo", [](ServedRequest request, Answer answer) {
      answer({.status = 201,
              .content_type = std::string(request.header("content-type")),
              .body = std::move(request.body),
              .headers = {{"X-Kept", "yes"}}});
    });
    server->route("GET", "/dropped", [](const ServedRequest&, const Answer&) {});
    server->route("GET", "/later", [this](const ServedRequest&, Answer answer) { held.set_value(std::move(answer)); });
    return *server;
  }

  std::uint16_t start() {
    Result<std::uint16_t> started = server->start();
    EXPECT_TRUE(started) << started.failure().message;
    return started ? *started : std::uint16_t{0};
  }

  std::string said(std::uint16_t port, std::string_view request) {
    const RawClient client(port);
    client.send(request);
    return client.read_to_end();
  }

  Loop loop{system_clock()};
  std::unique_ptr<HttpServer> server;
  std::promise<Answer> held;
};

TEST_F(HttpServerTest, answers_a_request) {
  serve();
  const std::string answer = said(start(), close_after("GET /greeting/my%20friend?!"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_NE(answer.find("Content-Length: 16\r\n"), std::string::npos) << answer;
  EXPECT_NE(answer.find("Date: "), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nHello my friend!")) << answer;
}

TEST_F(HttpServerTest, takes_a_body_and_headers) {
  serve();
  const std::uint16_t port = start();
  const std::string answer =
      said(port, close_after("POST /echo", "Content-Type: a/b\r\nContent-Length: 5\r\n") + "12345");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 201 Created\r\n")) << answer;
  EXPECT_NE(answer.find("X-Kept: yes\r\n"), std::string::npos) << answer;
  EXPECT_NE(answer.find("Content-Type: a/b\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n12345")) << answer;

  const std::string chunked =
      said(port, close_after("POST /echo", "Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  EXPECT_TRUE(chunked.ends_with("\r\n\r\nabcde")) << chunked;
}

TEST_F(HttpServerTest, keeps_a_connection_and_answers_pipelined_requests_in_their_order) {
  serve();
  const std::string answer = said(start(),
                                  "GET /greeting/a HTTP/1.1\r\nHost: h\r\n\r\n"
                                  "GET /greeting/b HTTP/1.1\r\nHost: h\r\n\r\n" +
                                      close_after("GET /greeting/c"));
  const std::size_t a = answer.find("Hello a");
  const std::size_t b = answer.find("Hello b");
  const std::size_t c = answer.find("Hello c");
  EXPECT_NE(c, std::string::npos) << answer;
  EXPECT_LT(a, b);
  EXPECT_LT(b, c);
}

TEST_F(HttpServerTest, says_the_length_only_to_head) {
  serve();
  const std::string answer = said(start(), close_after("HEAD /greeting/you"));
  EXPECT_NE(answer.find("Content-Length: 9\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_F(HttpServerTest, told_to_go_on_who_asks_before_sending_the_body) {
  serve();
  const RawClient client(start());
  client.send(close_after("POST /echo", "Expect: 100-continue\r\nContent-Length: 2\r\n"));
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  EXPECT_TRUE(client.read_to_end().ends_with("ok"));
}

TEST_F(HttpServerTest, refuses_what_no_route_knows) {
  serve();
  const std::uint16_t port = start();
  EXPECT_TRUE(said(port, close_after("GET /nowhere")).starts_with("HTTP/1.1 404 Not Found\r\n"));
  const std::string wrong_method = said(port, close_after("PUT /echo"));
  EXPECT_TRUE(wrong_method.starts_with("HTTP/1.1 405 Method Not Allowed\r\n")) << wrong_method;
  EXPECT_NE(wrong_method.find("Allow: POST\r\n"), std::string::npos) << wrong_method;
}

TEST_F(HttpServerTest, refuses_what_is_no_request_or_too_large) {
  serve({.max_body_bytes = 10, .max_header_bytes = 200});
  const std::uint16_t port = start();
  EXPECT_TRUE(said(port, "\x16\x03\x01 hello\r\n\r\n").starts_with("HTTP/1.1 400 ")) << "TLS is no HTTP";
  EXPECT_TRUE(said(port, close_after("POST /echo", "Content-Length: 11\r\n")).starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(said(port, close_after("GET /" + std::string(300, 'x'))).starts_with("HTTP/1.1 431 "));
  EXPECT_TRUE(said(port, close_after("GET /greeting/still-here")).ends_with("still-here"));
}

TEST_F(HttpServerTest, ends_requests_that_never_come_to_an_end) {
  serve({.read_timeout = 20ms, .idle_timeout = 20ms});
  const std::uint16_t port = start();
  EXPECT_EQ(said(port, "GET /greeting/half HTTP/1.1\r\nHos"), "");
  EXPECT_EQ(said(port, ""), "") << "nor does it wait for ever for a request to begin";
}

TEST_F(HttpServerTest, answers_for_a_handler_that_dropped_its_request) {
  serve();
  EXPECT_TRUE(said(start(), close_after("GET /dropped")).starts_with("HTTP/1.1 500 "));
}

TEST_F(HttpServerTest, takes_answers_from_any_thread_at_any_time) {
  serve();
  const RawClient client(start());
  client.send(close_after("GET /later"));
  Answer answer = held.get_future().get();
  answer({.body = "at last"});
  EXPECT_TRUE(client.read_to_end().ends_with("at last"));
}

TEST_F(HttpServerTest, lets_connections_beyond_the_limit_wait) {
  serve({.max_connections = 1});
  const std::uint16_t port = start();
  auto first = std::make_unique<RawClient>(port);
  first->send("GET /greeting/first HTTP/1.1\r\nHost: h\r\n\r\n");
  first->read_until("Hello first");

  const RawClient second(port);
  ASSERT_TRUE(second.is_connected()) << "by the system, not yet by the server";
  second.send(close_after("GET /greeting/second"));
  first.reset();
  EXPECT_TRUE(second.read_to_end().ends_with("Hello second"));
}

TEST_F(HttpServerTest, lets_requests_end_when_it_stops) {
  serve();
  const std::uint16_t port = start();
  const RawClient busy(port);
  busy.send("GET /later HTTP/1.1\r\nHost: h\r\n\r\n");
  const RawClient idle(port);
  Answer answer = held.get_future().get();

  std::future<void> stopped =
      std::async(std::launch::async, [this] { server->stop(Deadline::in(1min, system_clock())); });
  EXPECT_EQ(idle.read_to_end(), "") << "nobody is waiting for that one";
  answer({.body = "still in time"});
  stopped.get();
  const std::string said = busy.read_to_end();
  EXPECT_NE(said.find("Connection: close"), std::string::npos) << said;
  EXPECT_TRUE(said.ends_with("still in time")) << said;
  EXPECT_FALSE(RawClient(port).is_connected());
}

TEST_F(HttpServerTest, cuts_what_does_not_end) {
  serve();
  const RawClient client(start());
  client.send(close_after("GET /later"));
  std::optional<Answer> answer(held.get_future().get());
  server->stop(Deadline::in(0ms, system_clock()));
  EXPECT_EQ(client.read_to_end(), "");
  answer.reset();  // too late, and no matter
}

TEST_F(HttpServerTest, says_why_it_cannot_serve) {
  serve({.address = "localhorst"});
  Result<std::uint16_t> started = server->start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.failure().message, "expected an IPv4 or IPv6 address to serve at, got \"localhorst\"");

  serve();
  const std::uint16_t taken = start();
  HttpServer second({.port = taken}, loop, system_clock(), log::Logger{});
  Result<std::uint16_t> refused = second.start();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.failure().fault, Fault::Unavailable);
  EXPECT_NE(refused.failure().message.find(std::to_string(taken)), std::string::npos) << refused.failure().message;
}

}  // namespace
}  // namespace jackfield::net
