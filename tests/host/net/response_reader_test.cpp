#include "net/response_reader.hpp"

#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

class ResponseReaderTest : public testing::Test {
 protected:
  bool lines(std::initializer_list<const char*> all) {
    for (const char* line : all) {
      if (!reader.take_header_line(line)) return false;
    }
    return true;
  }

  ResponseReader reader{200, 10};
};

TEST_F(ResponseReaderTest, reads_status_reason_and_headers_in_order) {
  lines({"HTTP/1.1 404 Not  Here\r\n", "X-B: 1\r\n", "x-a:\t 2 \r\n", "X-B: \r\n", "\r\n"});
  EXPECT_EQ(reader.response().status, 404);
  EXPECT_EQ(reader.response().reason, "Not  Here");
  EXPECT_EQ(reader.response().headers, (Headers{{"X-B", "1"}, {"x-a", "2"}, {"X-B", ""}}));
}

TEST_F(ResponseReaderTest, has_no_reason_where_there_is_none) {
  lines({"HTTP/2 200\r\n", "\r\n"});
  EXPECT_EQ(reader.response().status, 200);
  EXPECT_EQ(reader.response().reason, "");
}

TEST_F(ResponseReaderTest, forgets_interim_answers) {
  lines({"HTTP/1.1 103 Early Hints\r\n", "Link: x\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "A: b\r\n", "\r\n"});
  EXPECT_EQ(reader.response().status, 200);
  EXPECT_EQ(reader.response().headers, (Headers{{"A", "b"}}));
}

TEST_F(ResponseReaderTest, ignores_trailers) {
  lines({"HTTP/1.1 200 OK\r\n", "\r\n"});
  reader.take_body("x");
  lines({"Trailer: x\r\n"});
  EXPECT_TRUE(reader.response().headers.empty());
}

TEST_F(ResponseReaderTest, takes_a_body_up_to_the_limit_and_not_a_byte_more) {
  EXPECT_TRUE(reader.take_body("12345"));
  EXPECT_TRUE(reader.take_body("67890"));
  EXPECT_EQ(reader.response().body, "1234567890");
  EXPECT_FALSE(reader.take_body("1"));
  EXPECT_EQ(reader.failure()->kind, HttpFailure::Kind::TooLarge);
}

TEST_F(ResponseReaderTest, refuses_a_header_above_the_limit) {
  EXPECT_FALSE(lines({"HTTP/1.1 200 OK\r\n", std::string(190, 'x').append("\r\n").c_str()}));
  EXPECT_EQ(reader.failure()->kind, HttpFailure::Kind::TooLarge);
}

}  // namespace
}  // namespace jackfield::net
