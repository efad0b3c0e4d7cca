#include "services/http_reply.hpp"

#include <gtest/gtest.h>

#include "services/text.hpp"

namespace jackfield::services {
namespace {

using Kind = net::HttpFailure::Kind;

TEST(HttpReply, shows_a_response_as_it_came) {
  const net::HttpResult result =
      net::HttpResponse{.status = 404, .reason = "Not Found", .headers = {{"A", "1"}, {"A", "2"}}, .body = "b"};
  const HttpReply reply(result, false);
  EXPECT_EQ(reply.abi().struct_size, sizeof(jf_http_reply));
  EXPECT_EQ(reply.abi().status, 404);
  EXPECT_EQ(reply.abi().error.code, JF_OK);
  EXPECT_EQ(view(reply.abi().reason), "Not Found");
  ASSERT_EQ(reply.abi().header_count, 2u);
  EXPECT_EQ(view(reply.abi().headers[1].value), "2");
  EXPECT_EQ(reply.abi().body.len, 1u);
}

TEST(HttpReply, reads_header_bytes_as_characters_of_iso_8859_1) {
  const net::HttpResult result = net::HttpResponse{.status = 200, .headers = {{"A", "caf\xE9"}}};
  const HttpReply reply(result, false);
  EXPECT_EQ(view(reply.abi().headers[0].value), "caf\xC3\xA9");
}

TEST(HttpReply, has_no_reason_where_the_protocol_has_none) {
  const net::HttpResult result = net::HttpResponse{.status = 200};
  EXPECT_EQ(HttpReply(result, false).abi().reason.ptr, nullptr);
}

TEST(HttpReply, turns_failures_into_statuses_and_kinds) {
  struct {
    Kind kind;
    jf_status status;
    const char* detail;
  } const cases[] = {{Kind::InvalidRequest, JF_ERR_INVALID, R"({"kind":"request"})"},
                     {Kind::Resolve, JF_ERR_IO, R"({"kind":"resolve"})"},
                     {Kind::Connect, JF_ERR_IO, R"({"kind":"connect"})"},
                     {Kind::ConnectTimeout, JF_ERR_DEADLINE, R"({"kind":"timeout"})"},
                     {Kind::ReadTimeout, JF_ERR_DEADLINE, R"({"kind":"timeout"})"},
                     {Kind::Deadline, JF_ERR_DEADLINE, R"({"kind":"timeout"})"},
                     {Kind::Tls, JF_ERR_IO, R"({"kind":"tls"})"},
                     {Kind::Redirect, JF_ERR_IO, R"({"kind":"redirects"})"},
                     {Kind::TooLarge, JF_ERR_TOO_LARGE, R"({"kind":"size"})"},
                     {Kind::Protocol, JF_ERR_IO, R"({"kind":"protocol"})"},
                     {Kind::Io, JF_ERR_IO, R"({"kind":"io"})"},
                     {Kind::Aborted, JF_ERR_CANCELLED, R"({"kind":"aborted"})"},
                     {Kind::Closing, JF_ERR_CLOSING, R"({"kind":"closing"})"},
                     {Kind::Suspended, JF_ERR_IO, R"({"kind":"suspended"})"}};
  for (const auto& expected : cases) {
    const net::HttpResult result = net::HttpFailure{.kind = expected.kind, .message = "m"};
    const HttpReply reply(result, false);
    EXPECT_EQ(reply.abi().status, 0);
    EXPECT_EQ(reply.abi().error.code, expected.status) << expected.detail;
    EXPECT_EQ(view(reply.abi().error.detail_json), expected.detail);
    EXPECT_EQ(view(reply.abi().error.message), "m");
  }
}

TEST(HttpReply, tells_the_status_of_a_proxy_that_refused) {
  const net::HttpResult result = net::HttpFailure{.kind = Kind::Proxy, .proxy_status = 407};
  const HttpReply reply(result, false);
  EXPECT_EQ(view(reply.abi().error.detail_json), R"({"kind":"proxy","status":407})");
}

TEST(HttpReply, says_closing_when_the_host_ended_the_call) {
  const net::HttpResult result = net::HttpFailure{.kind = Kind::Aborted};
  EXPECT_EQ(HttpReply(result, true).abi().error.code, JF_ERR_CLOSING);
}

TEST(HttpReply, says_when_a_host_that_is_left_alone_is_tried_again) {
  const net::HttpResult result =
      net::HttpFailure{.kind = Kind::Suspended, .message = "m", .proxy_status = std::nullopt, .again_in = 1500ms};
  EXPECT_EQ(view(HttpReply(result, false).abi().error.detail_json), R"({"kind":"suspended","againInMs":1500})");
}

}  // namespace
}  // namespace jackfield::services
