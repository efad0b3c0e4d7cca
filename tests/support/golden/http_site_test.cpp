#include "support/golden/http_site.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace jackfield::test::golden {
namespace {

namespace asio = boost::asio;
using Then = RawAnswer::Then;

std::string bytes_of(const std::string& answer, const std::string& method = "GET") {
  return rendered(read_json(answer), {.method = method}).bytes;
}

TEST(GoldenAnswer, has_exactly_the_headers_of_its_script) {
  EXPECT_EQ(bytes_of(R"({"status":404,"headers":[["X-a","1"],["x-A","2"]],"body":"ab","repeat":2})"),
            "HTTP/1.1 404 Not Found\r\nX-a: 1\r\nx-A: 2\r\nContent-Length: 4\r\n\r\nabab");
  EXPECT_EQ(bytes_of(R"({"status":299,"body":"ab"})", "HEAD"), "HTTP/1.1 299 \r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(bytes_of(R"({"status":204,"reason":"Nix"})"), "HTTP/1.1 204 Nix\r\n\r\n");
  EXPECT_EQ(bytes_of(R"({"bodyBase64":"AP8=","chunked":true})"),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n" + std::string("\0\xff", 2) + "\r\n0\r\n\r\n");
}

TEST(GoldenAnswer, ends_the_connection_as_its_script_says) {
  const auto ending = [](const char* answer) { return rendered(read_json(answer), {}).then; };
  EXPECT_EQ(ending("{}"), Then::KeepOpen);
  EXPECT_EQ(ending(R"({"noLength":true})"), Then::Close);
  EXPECT_EQ(ending(R"({"raw":"x"})"), Then::Close);
  EXPECT_EQ(ending(R"({"abort":"reset"})"), Then::Reset);
  EXPECT_EQ(bytes_of(R"({"body":"abc","truncate":2})"), "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na");
}

class HttpSiteTest : public testing::Test {
 protected:
  std::string exchange(const std::string& request) {
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    socket.connect({asio::ip::address_v4::loopback(), static_cast<unsigned short>(site.port())});
    asio::write(socket, asio::buffer(request));
    std::string answer;
    boost::system::error_code ignored;
    asio::read(socket, asio::dynamic_buffer(answer), ignored);
    return answer.substr(answer.find("\r\n\r\n") + 4);
  }

  std::string get(const std::string& path) {
    return exchange("GET " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n");
  }

  Case play(const std::string& line) { return {"id", "group", line, read_json(line)}; }

  HttpSite site;
};

TEST_F(HttpSiteTest, answers_the_longest_match_in_order_and_repeats_the_last_answer) {
  const Case of = play(R"({"http":{"/a*":[{"body":"prefix"}],"/a/b":[{"body":"1"},{"body":"${ECHO}"}]}})");
  site.play(of);
  EXPECT_EQ(get("/a/b?x"), "1");
  EXPECT_EQ(get("/a/b"), "http://127.0.0.1:" + std::to_string(site.port()));
  EXPECT_EQ(get("/a/b"), "http://127.0.0.1:" + std::to_string(site.port()));
  EXPECT_EQ(get("/a/c"), "prefix");
  EXPECT_EQ(get("/z"), R"({"ok":true})");
}

TEST_F(HttpSiteTest, records_requests_with_placeholders) {
  const Case of = play("{}");
  site.play(of);
  exchange("POST /a HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1:" + std::to_string(site.port()) +
           "\r\nX: \xfc\r\nContent-Type: multipart/form-data; boundary=abc\r\nContent-Length: 5\r\n\r\n--abc");
  EXPECT_EQ(write_json(site.requests()),
            R"([{"method":"POST","target":"/a","version":"HTTP/1.1","headers":[["Connection","close"],)"
            R"(["Host","${ECHO_HOST}"],["X","ü"],["Content-Type","multipart/form-data; boundary=${BOUNDARY}"],)"
            R"(["Content-Length","5"]],"body":"--${BOUNDARY}"}])");
}

}  // namespace
}  // namespace jackfield::test::golden
