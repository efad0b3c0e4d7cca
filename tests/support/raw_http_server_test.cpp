#include "support/raw_http_server.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <future>

namespace jackfield::test {
namespace {

namespace asio = boost::asio;
using Then = RawAnswer::Then;

class RawHttpServerTest : public testing::Test {
 protected:
  // Sends, and gives everything until the connection ends.
  std::string exchange(std::string_view bytes) {
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    socket.connect({asio::ip::address_v4::loopback(), static_cast<unsigned short>(server.port())});
    asio::write(socket, asio::buffer(bytes));
    std::string answer;
    asio::read(socket, asio::dynamic_buffer(answer), error);
    return answer;
  }

  std::vector<RawRequest> requests;  // written by one connection at a time
  RawAnswer next{.bytes = "bytes", .then = Then::Close};
  boost::system::error_code error;
  RawHttpServer server{[this](const RawRequest& request) {
    requests.push_back(request);
    return requests.size() < keep_open_until ? RawAnswer{.bytes = "-"} : next;
  }};
  std::size_t keep_open_until = 1;
};

TEST_F(RawHttpServerTest, takes_what_no_proper_server_would_take) {
  EXPECT_EQ(exchange("GET /\xfc x?a=|b HTTP/1.1\r\nX Bad:  v \r\n: w\r\nhost: h\r\n\r\n"), "bytes");
  const RawRequest& request = requests.at(0);
  EXPECT_EQ(request.target, "/\xfc x?a=|b");
  EXPECT_EQ(request.path(), "/\xfc x");
  EXPECT_EQ(request.headers.at(0), std::pair(std::string("X Bad"), std::string("v")));
  EXPECT_EQ(request.headers.at(1), std::pair(std::string(""), std::string("w")));
  EXPECT_EQ(request.header("HOST"), "h");
}

TEST_F(RawHttpServerTest, reads_bodies_by_length_and_in_chunks_on_one_connection) {
  keep_open_until = 2;
  EXPECT_EQ(exchange("POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"
                     "POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n1;x\r\nf\r\n0\r\n\r\n"),
            "-bytes");
  EXPECT_EQ(requests.at(0).body, "abc");
  EXPECT_EQ(requests.at(1).body, "def");
}

TEST_F(RawHttpServerTest, can_reset_a_connection) {
  next = {.then = Then::Reset};
  exchange("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(error, asio::error::connection_reset);
}

}  // namespace
}  // namespace jackfield::test
