#include <gmock/gmock.h>

#include <atomic>
#include <latch>

#include "client_fixture.hpp"

namespace jackfield::net {
namespace {

using test::HttpReply;
using testing::HasSubstr;

class HttpClientStreamTest : public HttpClientFixture {
 protected:
  // Collects pieces; the answer makes what was collected visible.
  std::shared_ptr<BodySink> collecting(std::size_t pieces_wanted = 1'000'000) {
    return std::make_shared<BodySink>([this, pieces_wanted](std::string_view piece) {
      collected += piece;
      return ++pieces < pieces_wanted;
    });
  }

  std::string collected;
  std::size_t pieces = 0;
};

TEST_F(HttpClientStreamTest, gives_a_response_to_its_sink) {
  server.on("/x", HttpReply::chunked({"hello ", "world"}));
  const HttpResponse response = response_to({.url = server.url("/x"), .body_sink = collecting()});
  EXPECT_EQ(collected, "hello world");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "");
}

TEST_F(HttpClientStreamTest, keeps_the_body_of_a_refusal_in_the_response) {
  server.on("/x", HttpReply::with(404, "gone"));
  const HttpResponse response = response_to({.url = server.url("/x"), .body_sink = collecting()});
  EXPECT_EQ(response.body, "gone");
  EXPECT_EQ(pieces, 0U);
}

TEST_F(HttpClientStreamTest, follows_a_redirect_before_it_streams) {
  server.on("/a", HttpReply::redirect(302, server.url("/b")));
  server.on("/b", HttpReply::with(200, "there"));
  response_to({.url = server.url("/a"), .body_sink = collecting(), .follow_redirects = true});
  EXPECT_EQ(collected, "there");
}

TEST_F(HttpClientStreamTest, holds_the_connection_back_while_the_sink_is_slow) {
  constexpr std::size_t kSize = 8 << 20;
  server.on("/x", HttpReply::with(200, std::string(kSize, 'x')));
  std::latch go(1);
  std::atomic<std::size_t> largest = 0;
  std::atomic<std::size_t> total = 0;
  auto answer = send({.url = server.url("/x"), .body_sink = std::make_shared<BodySink>([&](std::string_view piece) {
                                                 go.wait();
                                                 largest = std::max<std::size_t>(largest, piece.size());
                                                 total += piece.size();
                                                 return true;
                                               })});
  EXPECT_EQ(answer.wait_for(100ms), std::future_status::timeout);
  go.count_down();
  EXPECT_TRUE(std::holds_alternative<HttpResponse>(answer.get()));
  EXPECT_EQ(total, kSize);
  EXPECT_LE(largest, 512U << 10);
}

TEST_F(HttpClientStreamTest, does_not_blame_the_peer_for_a_slow_sink) {
  server.on("/x", HttpReply::with(200, std::string(4 << 20, 'x')));
  std::latch go(1);
  auto sink = std::make_shared<BodySink>([&](std::string_view piece) {
    go.wait();
    return !piece.empty();
  });
  auto answer = send({.url = server.url("/x"), .body_sink = sink, .read_timeout = 50ms});
  EXPECT_EQ(answer.wait_for(200ms), std::future_status::timeout);
  go.count_down();
  EXPECT_TRUE(std::holds_alternative<HttpResponse>(answer.get()));
}

TEST_F(HttpClientStreamTest, ends_when_the_sink_wants_no_more) {
  server.on("/x", HttpReply::with(200, std::string(4 << 20, 'x')));
  const HttpFailure failure = failure_to({.url = server.url("/x"), .body_sink = collecting(1)});
  EXPECT_EQ(failure.kind, HttpFailure::Kind::Aborted);
  EXPECT_EQ(pieces, 1U);
}

TEST_F(HttpClientStreamTest, limits_a_streamed_response_too) {
  server.on("/x", HttpReply::with(200, std::string(1000, 'x')));
  const HttpFailure failure =
      failure_to({.url = server.url("/x"), .body_sink = collecting(), .max_response_bytes = 999});
  EXPECT_EQ(failure.kind, HttpFailure::Kind::TooLarge);
}

TEST_F(HttpClientStreamTest, fails_when_a_streamed_response_is_cut_off) {
  server.on("/x", HttpReply::raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc").then(HttpReply::Then::Close));
  EXPECT_EQ(failure_to({.url = server.url("/x"), .body_sink = collecting()}).kind, HttpFailure::Kind::Io);
}

TEST_F(HttpClientStreamTest, sends_what_is_written_while_it_is_sent) {
  server.on("/x", HttpReply::with(201));
  auto pipe = std::make_shared<BodyPipe>();
  auto answer = send({.method = "POST", .url = server.url("/x"), .body_pipe = pipe});
  pipe->write("one ");
  EXPECT_EQ(answer.wait_for(50ms), std::future_status::timeout);
  pipe->write("two");
  pipe->end();
  EXPECT_EQ(std::get<HttpResponse>(answer.get()).status, 201);
  EXPECT_EQ(server.requests().at(0).body, "one two");
  EXPECT_EQ(server.requests().at(0).header("Transfer-Encoding"), "chunked");
}

TEST_F(HttpClientStreamTest, announces_a_size_that_is_known) {
  server.on("/x", HttpReply::with(201));
  auto pipe = std::make_shared<BodyPipe>(3'000'000);
  pipe->write(std::string(3'000'000, 'x'));
  pipe->end();
  response_to({.method = "POST", .url = server.url("/x"), .body_pipe = pipe});
  EXPECT_EQ(server.requests().at(0).header("Content-Length"), "3000000");
  EXPECT_EQ(server.requests().at(0).body.size(), 3'000'000U);
  EXPECT_THAT(server.requests().at(0).raw, testing::Not(HasSubstr("Expect:")));
}

TEST_F(HttpClientStreamTest, gives_up_when_the_writer_does) {
  server.on("/x", HttpReply::with(201));
  auto pipe = std::make_shared<BodyPipe>();
  pipe->write("one ");
  pipe->abandon();
  EXPECT_EQ(failure_to({.method = "POST", .url = server.url("/x"), .body_pipe = pipe}).kind,
            HttpFailure::Kind::Aborted);
}

TEST_F(HttpClientStreamTest, lets_a_writer_go_when_the_request_has_failed) {
  auto pipe = std::make_shared<BodyPipe>();
  std::promise<void> has_room;
  pipe->write("x");
  pipe->when_below(1, [&] { has_room.set_value(); });
  failure_to({.method = "POST", .url = "http://127.0.0.1:1/", .body_pipe = pipe});
  has_room.get_future().wait();
}

TEST_F(HttpClientStreamTest, answers_a_redirect_of_a_streamed_request_with_itself) {
  server.on("/x", HttpReply::redirect(307, server.url("/y")));
  auto pipe = std::make_shared<BodyPipe>();
  pipe->write("x");
  pipe->end();
  EXPECT_EQ(
      response_to({.method = "POST", .url = server.url("/x"), .body_pipe = pipe, .follow_redirects = true}).status,
      307);
}

}  // namespace
}  // namespace jackfield::net
