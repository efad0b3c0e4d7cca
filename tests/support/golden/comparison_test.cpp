#include "support/golden/comparison.hpp"

#include <gtest/gtest.h>

#include "support/golden/command_comparison.hpp"

namespace jackfield::test::golden {
namespace {

Json commands(const std::string& command) {
  return read_json(R"({"commands":[)" + command + "]}");
}

Json requests(const std::string& request) {
  return read_json(R"({"commands":[],"http":[)" + request + "]}");
}

bool same(const Json& wanted, const Json& got, const std::string& rules = "{}") {
  return differences(wanted, got, read_json(rules)).empty();
}

TEST(GoldenComparison, wants_commands_exactly) {
  const Json wanted = commands(R"({"rpc":"FailJob","retries":2,"errorMessage":"m","retryBackOff":0})");
  EXPECT_TRUE(same(wanted, commands(R"({"rpc":"FailJob","retries":2,"errorMessage":"m"})")));
  EXPECT_FALSE(same(wanted, commands(R"({"rpc":"FailJob","retries":1,"errorMessage":"m"})")));
  EXPECT_FALSE(same(wanted, commands(R"({"rpc":"ThrowError","errorMessage":"m"})")));
  EXPECT_FALSE(same(wanted, commands("")));
}

TEST(GoldenComparison, compares_variables_as_json_and_absent_ones_as_none) {
  EXPECT_TRUE(same(commands(R"({"rpc":"CompleteJob"})"), commands(R"({"rpc":"CompleteJob","variables":{}})")));
  EXPECT_TRUE(same(commands(R"({"rpc":"CompleteJob","variables":{"a":1.0,"b":2}})"),
                   commands(R"({"rpc":"CompleteJob","variables":{"b":2,"a":1}})")));
  EXPECT_FALSE(same(commands(R"({"rpc":"CompleteJob","variables":{"a":null}})"),
                    commands(R"({"rpc":"CompleteJob","variables":{}})")));
}

TEST(GoldenComparison, lets_rules_set_messages_types_and_codes_free) {
  const Json wanted = commands(
      R"({"rpc":"FailJob","errorMessage":"x: a","variables":{"error":{"message":"x: a","type":"T","code":"1","v":1}}})");
  const Json got = commands(
      R"({"rpc":"FailJob","errorMessage":"x: b","variables":{"error":{"message":"x: b","type":"U","code":"2","v":1}}})");
  EXPECT_EQ(differences(wanted, got, Json()).size(), 4u);
  EXPECT_TRUE(same(wanted, got, R"({"message":{"prefix":"x: "},"type":"informative","code":"informative"})"));
  EXPECT_FALSE(same(wanted, got, R"({"message":{"prefix":"y"},"type":"informative","code":"informative"})"));
  EXPECT_TRUE(same(wanted, got, R"({"informative":true})"));
}

TEST(GoldenComparison, takes_lines_in_any_order_if_it_may) {
  EXPECT_TRUE(is_same_message("head\n a\n b", "head\n b\n a", read_json(R"({"lines":true})")));
  EXPECT_FALSE(is_same_message("head\n a", "head\n a\n b", read_json(R"({"lines":true})")));
}

TEST(GoldenComparison, does_not_mind_error_variables_behind_the_message) {
  EXPECT_EQ(without_error_variables("m", "m | Error variables: {error={}}"), "m");
  EXPECT_EQ(without_error_variables("other", "m | Error variables: {}"), "m");
  const std::string long_message(5995, 'x');
  EXPECT_EQ(without_error_variables(long_message, long_message + " | Er"), long_message);
  EXPECT_EQ(without_error_variables("m", "m | Er"), "m | Er");
}

TEST(GoldenComparison, knows_the_headers_that_a_client_may_choose) {
  const Json wanted = requests(R"({"method":"GET","target":"/","headers":[["Host","a"],["Accept","x"],["B","y"]]})");
  EXPECT_TRUE(same(wanted, requests(R"({"method":"GET","target":"/","headers":[["b","y"],["ACCEPT","x"]]})")));
  EXPECT_FALSE(same(wanted, requests(R"({"method":"GET","target":"/","headers":[["b","Y"],["ACCEPT","x"]]})")));
  EXPECT_FALSE(same(wanted, requests(R"({"method":"PUT","target":"/","headers":[["b","y"],["ACCEPT","x"]]})")));
}

TEST(GoldenComparison, takes_bodies_in_another_order) {
  const auto request = [](const std::string& type, const std::string& body) {
    Json made{Json::Members{{"method", "POST"}, {"target", "/"}, {"body", body}}};
    made.set("headers", Json::List{Json::List{"Content-Type", type}, Json::List{"Content-Length", body}});
    return Json(Json::Members{{"http", Json::List{made}}});
  };
  EXPECT_TRUE(same(request("application/json", R"({"a":1,"b":2})"), request("application/json", R"({"b":2, "a":1})")));
  EXPECT_FALSE(same(request("application/json", R"({"a":1})"), request("application/json", R"({"a":2})")));
  const std::string form = "application/x-www-form-urlencoded";
  EXPECT_TRUE(same(request(form, "a=1&b=2"), request(form, "b=2&a=1")));
  EXPECT_FALSE(same(request(form, "a=1&b=2"), request(form, "b=2&a=1&a=1")));
  const std::string parts = "multipart/form-data; boundary=${BOUNDARY}";
  EXPECT_TRUE(same(request(parts, "--${BOUNDARY}\r\n1\r\n--${BOUNDARY}\r\n2\r\n--${BOUNDARY}--\r\n"),
                   request(parts, "--${BOUNDARY}\r\n2\r\n--${BOUNDARY}\r\n1\r\n--${BOUNDARY}--\r\n")));
}

TEST(GoldenComparison, compares_what_documents_hold_and_not_how_they_were_labelled) {
  const auto upload = [](const char* document) {
    return read_json(R"({"commands":[],"documents":[)" + std::string(document) + "]}");
  };
  EXPECT_TRUE(same(upload(R"({"fileName":"a","text":"x","bytes":1,"metadata":{"fileName":"f","none":null}})"),
                   upload(R"({"fileName":"b","text":"x","bytes":1,"metadata":{"fileName":"f"}})")));
  EXPECT_FALSE(same(upload(R"({"text":"x","bytes":1})"), upload(R"({"text":"y","bytes":1})")));
}

}  // namespace
}  // namespace jackfield::test::golden
