#include "app/mock_response.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(MockResponse, takes_any_json_for_the_body_of_a_success) {
  const net::HttpResponse response = mock_response(R"({"status":"new","id":7})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.reason, "OK");
  EXPECT_EQ(response.body, R"({"status":"new","id":7})");
  EXPECT_THAT(response.headers, ElementsAre(net::Header{"Content-Type", "application/json"}));
}

TEST(MockResponse, takes_other_text_as_plain) {
  EXPECT_THAT(mock_response("hello").headers, ElementsAre(net::Header{"Content-Type", "text/plain"}));
}

TEST(MockResponse, reads_a_whole_answer) {
  const net::HttpResponse response =
      mock_response(R"({"status":404,"headers":{"X-Id":7,"Set-Cookie":["a","b"]},"body":{"why":"gone"}})");
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.reason, "Not Found");
  EXPECT_EQ(response.body, R"({"why":"gone"})");
  EXPECT_THAT(response.headers,
              ElementsAre(net::Header{"X-Id", "7"}, net::Header{"Set-Cookie", "a"}, net::Header{"Set-Cookie", "b"},
                          net::Header{"Content-Type", "application/json"}));
}

TEST(MockResponse, leaves_out_what_is_not_given) {
  const net::HttpResponse response = mock_response(R"({"status":204})");
  EXPECT_THAT(response.body, IsEmpty());
  EXPECT_THAT(response.headers, IsEmpty());
}

TEST(MockResponse, is_a_body_when_there_are_other_members_or_no_such_status) {
  EXPECT_EQ(mock_response(R"({"status":404,"id":7})").status, 200);
  EXPECT_EQ(mock_response(R"({"status":7})").status, 200);
}

}  // namespace
}  // namespace jackfield::app
