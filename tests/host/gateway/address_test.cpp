#include "gateway/address.hpp"

#include <gmock/gmock.h>

namespace jackfield::gateway {
namespace {

using testing::HasSubstr;

std::string parsed(std::string_view text, bool is_tls_default = false) {
  const Result<Address> address = parse_address(text, is_tls_default);
  if (!address) return address.failure().message;
  return address->host_and_port() + (address->is_tls ? " tls" : " plaintext");
}

TEST(Address, takes_transport_security_from_the_scheme) {
  EXPECT_EQ(parsed("http://zeebe:26500"), "zeebe:26500 plaintext");
  EXPECT_EQ(parsed("grpc://zeebe:26500", true), "zeebe:26500 plaintext");
  EXPECT_EQ(parsed("https://zeebe:443"), "zeebe:443 tls");
  EXPECT_EQ(parsed("GRPCS://zeebe:26500"), "zeebe:26500 tls");
}

TEST(Address, takes_it_from_the_default_when_there_is_no_scheme) {
  EXPECT_EQ(parsed("zeebe:26500", false), "zeebe:26500 plaintext");
  EXPECT_EQ(parsed("zeebe:26500", true), "zeebe:26500 tls");
}

TEST(Address, adds_the_usual_port) {
  EXPECT_EQ(parsed("zeebe"), "zeebe:26500 plaintext");
  EXPECT_EQ(parsed("https://0815.bru-2.zeebe.camunda.io"), "0815.bru-2.zeebe.camunda.io:443 tls");
}

TEST(Address, may_be_an_ip_address) {
  EXPECT_EQ(parsed("127.0.0.1:8080"), "127.0.0.1:8080 plaintext");
  EXPECT_EQ(parsed("http://[::1]:8080/"), "[::1]:8080 plaintext");
  EXPECT_EQ(parsed("[fe80::1]"), "[fe80::1]:26500 plaintext");
}

TEST(Address, knows_this_machine) {
  EXPECT_TRUE(parse_address("localhost", false)->is_loopback());
  EXPECT_TRUE(parse_address("[::1]:1", false)->is_loopback());
  EXPECT_FALSE(parse_address("localhost.example.org", false)->is_loopback());
}

TEST(Address, refuses_what_it_does_not_understand_and_says_why) {
  EXPECT_THAT(parsed("ftp://zeebe"), HasSubstr("expected one of the schemes grpc, grpcs, http and https"));
  EXPECT_THAT(parsed("http://zeebe:26500/v2"), HasSubstr("expected a host and a port and no more"));
  EXPECT_THAT(parsed("zeebe:0"), HasSubstr("expected a port from 1 to 65535"));
  EXPECT_THAT(parsed("zeebe:65536"), HasSubstr("expected a port from 1 to 65535"));
  EXPECT_THAT(parsed("zeebe:26500x"), HasSubstr("expected a port from 1 to 65535"));
  for (const char* text : {"", "http://", ":26500", "zeebe:", "::1", "[::1", "[::1]x"}) {
    EXPECT_THAT(parsed(text), HasSubstr("expected host:port")) << text;
  }
}

}  // namespace
}  // namespace jackfield::gateway
