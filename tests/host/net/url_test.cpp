#include "net/url.hpp"

#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

TEST(Url, keeps_path_and_query_as_they_are) {
  const Url url = Url::parse("HTTP://Example.org/a%2Fb/../c?x=%20&y#f").value();
  EXPECT_EQ(url.text(), "http://Example.org/a%2Fb/../c?x=%20&y#f");
  EXPECT_FALSE(url.is_secure());
  EXPECT_EQ(url.authority(), "Example.org:80");
}

TEST(Url, drops_user_and_password) {
  EXPECT_EQ(Url::parse("https://me:pw@h/p").value().text(), "https://h/p");
}

TEST(Url, refuses_what_is_no_absolute_http_url) {
  for (const char* text : {"", "ftp://h/", "//abc", "http://", "http://0000::1", "http://h/a b", "http://h:99999/"}) {
    EXPECT_FALSE(Url::parse(text).ok()) << text;
  }
  EXPECT_FALSE(Url::parse(std::string("http://h/\0x", 11)).ok());
}

TEST(Url, says_nothing_secret_when_it_refuses) {
  for (const char* text : {"http://me:secret@h:x/", "http://h:x/?key=secret"}) {
    const Result<Url> url = Url::parse(text);
    ASSERT_FALSE(url.ok());
    EXPECT_EQ(url.failure().message.find("secret"), std::string::npos) << url.failure().message;
  }
}

TEST(Url, resolves_a_location_against_itself) {
  const Url url = Url::parse("https://h:8443/a/b?x=1").value();
  EXPECT_EQ(url.resolve("/c").value().text(), "https://h:8443/c");
  EXPECT_EQ(url.resolve("d?y=2").value().text(), "https://h:8443/a/d?y=2");
  EXPECT_EQ(url.resolve("http://other/").value().text(), "http://other/");
  EXPECT_FALSE(url.resolve("gopher://h/").ok());
}

TEST(Url, has_an_origin_of_scheme_host_and_port) {
  const Url url = Url::parse("http://h/a").value();
  EXPECT_TRUE(url.has_same_origin(Url::parse("http://H:80/b").value()));
  EXPECT_FALSE(url.has_same_origin(Url::parse("https://h/").value()));
  EXPECT_FALSE(url.has_same_origin(Url::parse("http://h:81/").value()));
  EXPECT_FALSE(url.has_same_origin(Url::parse("http://h2/").value()));
}

TEST(Url, knows_an_address_from_a_name) {
  EXPECT_TRUE(is_address("127.0.0.1"));
  EXPECT_TRUE(is_address("[::1]"));
  EXPECT_FALSE(is_address("localhost"));
}

}  // namespace
}  // namespace jackfield::net
