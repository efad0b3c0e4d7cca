#include "net/proxy.hpp"

#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

Url url(const char* text) {
  return Url::parse(text).value();
}

TEST(Proxy, is_chosen_by_the_scheme_of_the_target) {
  HttpSettings settings;
  settings.https_proxy = ProxySettings{.host = "p", .port = 3128};
  EXPECT_EQ(proxy_for(url("http://h/"), settings), nullptr);
  ASSERT_NE(proxy_for(url("https://h/"), settings), nullptr);
  EXPECT_EQ(proxy_for(url("https://h/"), settings)->host, "p");
}

TEST(Proxy, is_not_used_for_exempt_hosts) {
  HttpSettings settings;
  settings.http_proxy = ProxySettings{.host = "p", .port = 3128};
  settings.no_proxy_hosts = {"localhost", "*.internal"};
  EXPECT_EQ(proxy_for(url("http://localhost/"), settings), nullptr);
  EXPECT_EQ(proxy_for(url("http://a.b.INTERNAL/"), settings), nullptr);
  EXPECT_NE(proxy_for(url("http://internal/"), settings), nullptr);
}

TEST(Proxy, patterns_fit_whole_hosts) {
  EXPECT_TRUE(fits_pattern("example.org", "*"));
  EXPECT_TRUE(fits_pattern("a.example.org", "a.*.org"));
  EXPECT_FALSE(fits_pattern("example.org", "example"));
  EXPECT_FALSE(fits_pattern("example.org", ""));
}

}  // namespace
}  // namespace jackfield::net
