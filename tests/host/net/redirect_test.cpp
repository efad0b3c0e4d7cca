#include "net/redirect.hpp"

#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

class RedirectTest : public testing::Test {
 protected:
  std::variant<Stay, Go, HttpFailure> answer(int status, const std::string& location) {
    HttpResponse response{.status = status};
    if (!location.empty()) response.headers = {{"location", location}};
    return follow(request, from, response, visited);
  }

  bool goes(int status, const std::string& location) { return std::holds_alternative<Go>(answer(status, location)); }

  HttpRequest request{.method = "POST", .headers = {{"Content-Type", "text/plain"}, {"X-A", "1"}}, .body = "b"};
  Url from = Url::parse("http://h/a").value();
  std::vector<std::string> visited;
};

TEST_F(RedirectTest, goes_where_the_location_says) {
  EXPECT_EQ(std::get<Go>(answer(307, "/b")).to.text(), "http://h/b");
}

TEST_F(RedirectTest, stays_without_a_location_or_with_another_status) {
  EXPECT_FALSE(goes(302, ""));
  EXPECT_FALSE(goes(200, "/b"));
  EXPECT_FALSE(goes(304, "/b"));
}

TEST_F(RedirectTest, turns_a_post_into_a_get_on_301_302_and_303) {
  for (const int status : {301, 302, 303}) {
    request = {.method = "POST", .headers = {{"Content-Type", "text/plain"}, {"X-A", "1"}}, .body = "b"};
    EXPECT_TRUE(goes(status, "/b"));
    EXPECT_EQ(request.method, "GET");
    EXPECT_FALSE(request.body.has_value());
    EXPECT_EQ(request.headers, (Headers{{"X-A", "1"}}));
  }
}

TEST_F(RedirectTest, keeps_a_put_but_on_303) {
  request.method = "PUT";
  EXPECT_TRUE(goes(301, "/b"));
  EXPECT_EQ(request.method, "PUT");
  EXPECT_TRUE(goes(303, "/c"));
  EXPECT_EQ(request.method, "GET");
}

TEST_F(RedirectTest, keeps_method_and_body_on_307_and_308) {
  EXPECT_TRUE(goes(307, "/b"));
  EXPECT_TRUE(goes(308, "/c"));
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.body, "b");
}

TEST_F(RedirectTest, does_not_carry_a_login_to_another_origin) {
  request.headers.push_back({"authorization", "Bearer t"});
  EXPECT_TRUE(goes(307, "/b"));
  EXPECT_FALSE(goes(307, "https://h/b"));
  request.headers = {{"Cookie", "a=b"}};
  EXPECT_FALSE(goes(307, "http://other/b"));
}

TEST_F(RedirectTest, fails_in_a_circle_and_towards_nowhere) {
  visited = {"http://h/b"};
  EXPECT_EQ(std::get<HttpFailure>(answer(302, "/b")).kind, HttpFailure::Kind::Redirect);
  EXPECT_EQ(std::get<HttpFailure>(answer(302, "mailto:a@b")).kind, HttpFailure::Kind::Redirect);
}

}  // namespace
}  // namespace jackfield::net
