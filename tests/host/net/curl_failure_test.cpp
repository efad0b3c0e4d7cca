#include "net/curl_failure.hpp"

#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

using Kind = HttpFailure::Kind;

TEST(CurlFailure, tells_the_kinds_apart_that_callers_act_on) {
  const std::pair<CURLcode, Kind> expected[] = {{CURLE_COULDNT_RESOLVE_HOST, Kind::Resolve},
                                                {CURLE_COULDNT_CONNECT, Kind::Connect},
                                                {CURLE_PEER_FAILED_VERIFICATION, Kind::Tls},
                                                {CURLE_SSL_CONNECT_ERROR, Kind::Tls},
                                                {CURLE_PARTIAL_FILE, Kind::Io},
                                                {CURLE_GOT_NOTHING, Kind::Io},
                                                {CURLE_BAD_CONTENT_ENCODING, Kind::Protocol},
                                                {CURLE_WEIRD_SERVER_REPLY, Kind::Protocol},
                                                {CURLE_OPERATION_TIMEDOUT, Kind::ConnectTimeout}};
  for (const auto& [code, kind] : expected) EXPECT_EQ(failure_of({.code = code}).kind, kind) << code;
}

TEST(CurlFailure, takes_a_timeout_after_the_connection_for_a_silent_peer) {
  EXPECT_EQ(failure_of({.code = CURLE_OPERATION_TIMEDOUT, .was_connected = true}).kind, Kind::ReadTimeout);
}

TEST(CurlFailure, blames_the_proxy_that_refused) {
  const HttpFailure failure = failure_of({.code = CURLE_RECV_ERROR, .proxy_status = 407});
  EXPECT_EQ(failure.kind, Kind::Proxy);
  EXPECT_EQ(failure.proxy_status, 407);
}

TEST(CurlFailure, names_the_peer_and_the_reason) {
  EXPECT_EQ(failure_of({.code = CURLE_RECV_ERROR, .detail = "it broke", .peer = "h:80"}).message,
            "request to h:80 failed: it broke");
}

TEST(CurlFailure, does_not_blame_tls_when_the_peer_hung_up) {
  EXPECT_EQ(failure_of({.code = CURLE_SSL_CONNECT_ERROR, .detail = "OpenSSL SSL_connect: SSL_ERROR_SYSCALL"}).kind,
            HttpFailure::Kind::Io);
  EXPECT_EQ(failure_of({.code = CURLE_SSL_CONNECT_ERROR, .detail = "wrong version number"}).kind,
            HttpFailure::Kind::Tls);
}

}  // namespace
}  // namespace jackfield::net
