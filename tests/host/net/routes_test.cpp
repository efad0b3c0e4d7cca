#include "net/routes.hpp"

#include <gtest/gtest.h>

namespace jackfield::net {
namespace {

HttpServer::Handler nothing() {
  return [](const ServedRequest&, Answer answer) { answer({}); };
}

class RoutesTest : public testing::Test {
 protected:
  RoutesTest() {
    routes.add("GET", "/", nothing());
    routes.add("GET", "/outbound", nothing());
    routes.add("GET", "/outbound/{type}", nothing());
    routes.add("GET", "/loggers/{name}", nothing());
    routes.add("POST", "/loggers/{name}", nothing());
    routes.add("POST", "/plugins/{id}/reload", nothing());
  }

  Routes routes;
};

TEST_F(RoutesTest, lead_to_the_handler_of_the_path) {
  EXPECT_NE(routes.find("GET", "/").handler, nullptr);
  EXPECT_NE(routes.find("GET", "/outbound").handler, nullptr);
  EXPECT_EQ(routes.find("GET", "/inbound").handler, nullptr);
  EXPECT_EQ(routes.find("GET", "/outbound/").handler, nullptr) << "a segment is never empty";
  EXPECT_EQ(routes.find("GET", "").handler, nullptr);
}

TEST_F(RoutesTest, capture_segments_with_their_escapes_undone) {
  EXPECT_EQ(routes.find("GET", "/outbound/io.camunda%3Ahttp-json:1").captured.at(0), "io.camunda:http-json:1");
  EXPECT_EQ(routes.find("GET", "/outbound/a%2Fb").captured.at(0), "a/b") << "an escaped slash parts nothing";
  EXPECT_EQ(routes.find("POST", "/plugins/x.y/reload").captured.at(0), "x.y");
  EXPECT_EQ(routes.find("GET", "/outbound/100%").captured.at(0), "100%");
}

TEST_F(RoutesTest, answer_head_where_get_is) {
  EXPECT_NE(routes.find("HEAD", "/outbound").handler, nullptr);
  EXPECT_EQ(routes.find("HEAD", "/plugins/x/reload").handler, nullptr);
}

TEST_F(RoutesTest, tell_which_methods_a_path_knows) {
  EXPECT_EQ(routes.find("DELETE", "/loggers/worker").allowed, "GET, HEAD, POST");
  EXPECT_EQ(routes.find("GET", "/plugins/x/reload").allowed, "POST");
  EXPECT_EQ(routes.find("GET", "/nowhere").allowed, "");
}

}  // namespace
}  // namespace jackfield::net
