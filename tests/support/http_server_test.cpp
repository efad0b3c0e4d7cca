#include "support/http_server.hpp"

#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace jackfield::test {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

class HttpServerTest : public testing::Test {
 protected:
  HttpServerTest() { socket.connect({asio::ip::address_v4::loopback(), server.port()}); }

  void send(std::string_view bytes) { asio::write(socket, asio::buffer(bytes)); }

  std::string receive(std::size_t size) {
    std::string bytes(size, '\0');
    asio::read(socket, asio::buffer(bytes));
    return bytes;
  }

  // All bytes until the connection ends, and how it ended.
  std::pair<std::string, boost::system::error_code> receive_all() {
    std::string bytes;
    boost::system::error_code error;
    asio::read(socket, asio::dynamic_buffer(bytes), error);
    return {bytes, error};
  }

  HttpServer server;
  asio::io_context context;
  asio::ip::tcp::socket socket{context};
};

TEST_F(HttpServerTest, records_each_request_to_the_byte) {
  const std::string first =
      "POST /a?x=1 HTTP/1.1\r\nhost: h\r\nX-Twice: 1\r\nX-Twice:  2\r\nContent-Length: 3\r\n\r\nabc";
  server.on("/a", HttpReply::raw("x"));
  send(first + first);
  receive(2);
  ASSERT_EQ(server.request_count(), 2u);
  const RecordedRequest request = server.requests().at(1);
  EXPECT_EQ(request.raw, first);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path(), "/a");
  EXPECT_EQ(request.target, "/a?x=1");
  EXPECT_EQ(request.body, "abc");
  EXPECT_EQ(request.headers.at(2), std::pair(std::string("X-Twice"), std::string("2")));
}

TEST_F(HttpServerTest, answers_in_pieces_with_pauses_between_them) {
  server.on("/a", HttpReply::raw("1").then_pause(20ms).then_send("ab", 3).after(10ms).then(HttpReply::Then::Close));
  const auto start = std::chrono::steady_clock::now();
  send("GET /a HTTP/1.1\r\n\r\n");
  EXPECT_EQ(receive_all().first, "1ababab");
  EXPECT_GE(std::chrono::steady_clock::now() - start, 30ms);
}

TEST_F(HttpServerTest, can_reset_the_connection) {
  server.on("/a", HttpReply::raw("").then(HttpReply::Then::Reset));
  send("GET /a HTTP/1.1\r\n\r\n");
  EXPECT_EQ(receive_all().second, asio::error::connection_reset);
}

TEST_F(HttpServerTest, answers_not_found_where_nothing_is_scripted) {
  send("GET /nothing HTTP/1.1\r\n\r\n");
  EXPECT_EQ(receive(24), "HTTP/1.1 404 Not Found\r\n");
}

}  // namespace
}  // namespace jackfield::test
