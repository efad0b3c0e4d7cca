#include "rest_fixture.hpp"

namespace {

class RestResult : public RestFixture {
 protected:
  Json response(const jf::test::http_response& from) { return Json::parse(answer_to(from).json); }
  Json body(const std::string& text) { return response({200, "OK", {}, text})["body"]; }

  jf::test::outcome failure(jf_status code, const std::string& kind) {
    const jf_op op = run({{"method", "GET"}, {"url", "http://h/x"}});
    host.http.fail(host.http.calls.size() - 1, code, kind, "what happened");
    return host.answer(op).value();
  }
};

TEST_F(RestResult, has_all_five_members) {
  const Json expected{{"status", 201},
                      {"headers", {{"Content-Type", "application/json"}}},
                      {"body", {{"a", 1}}},
                      {"reason", "Created"},
                      {"document", nullptr}};
  EXPECT_EQ(response({201, "Created", {{"Content-Type", "application/json"}}, R"({"a":1})"}), expected);
}

TEST_F(RestResult, reads_objects_and_arrays_whatever_the_content_type) {
  EXPECT_EQ(body(R"([1,{"a":2},null])"), Json::parse(R"([1,{"a":2},null])"));
  EXPECT_EQ(body(R"( {"a":"}"} )"), Json::parse(R"({"a":"}"})"));
}

TEST_F(RestResult, keeps_numbers_as_they_came) {
  EXPECT_NE(answer_to({200, "OK", {}, R"({"n":92233720368547758080.10})"}).json.find("92233720368547758080.10"),
            std::string::npos);
}

TEST_F(RestResult, ignores_what_follows_the_first_value) {
  EXPECT_EQ(body(R"({"a":1}{"b":2})"), Json::parse(R"({"a":1})"));
}

TEST_F(RestResult, takes_everything_else_as_text) {
  EXPECT_EQ(body("123"), "123");
  EXPECT_EQ(body("true"), "true");
  EXPECT_EQ(body(R"("quoted")"), R"("quoted")");
  EXPECT_EQ(body(R"({"a": )"), R"({"a": )");
  EXPECT_EQ(body("{'a':1}"), "{'a':1}");
  EXPECT_EQ(body("<a>ü</a>"), "<a>ü</a>");
}

TEST_F(RestResult, takes_a_blank_body_as_null) {
  EXPECT_EQ(body(""), nullptr);
  EXPECT_EQ(body("  \n"), nullptr);
}

TEST_F(RestResult, replaces_bytes_that_are_no_text) {
  EXPECT_EQ(body("\xff"), "\xEF\xBF\xBD");
}

TEST_F(RestResult, collects_repeated_headers) {
  const Json headers = response({200, "OK", {{"A", "1"}, {"A", "2"}, {"a", "3"}}, ""})["headers"];
  EXPECT_EQ(headers, (Json{{"A", {"1", "2"}}, {"a", "3"}}));
}

TEST_F(RestResult, leaves_out_headers_that_speak_of_the_encoded_body) {
  const jf::test::headers headers{{"Content-Encoding", "gzip"}, {"Content-Length", "30"}, {"X", "y"}};
  EXPECT_EQ(response({200, "OK", headers, "{}"})["headers"], (Json{{"X", "y"}}));
}

TEST_F(RestResult, takes_a_redirect_as_the_response) {
  const Json expected{{"Location", "/y"}};
  EXPECT_EQ(response({302, "Found", {{"Location", "/y"}}, ""})["headers"], expected);
}

TEST_F(RestResult, is_an_error_from_400_on) {
  const auto outcome = answer_to({404, "Not Found", {{"A", "1"}}, R"({"why":"gone"})"});
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_EQ(outcome.code, "404");
  EXPECT_EQ(outcome.message, "Not Found");
  EXPECT_EQ(Json::parse(outcome.variables_json),
            Json::parse(R"({"response":{"headers":{"A":"1"},"body":{"why":"gone"}}})"));
}

TEST_F(RestResult, says_when_there_is_no_reason_phrase) {
  EXPECT_EQ(answer_to({499, "", {}, ""}).message, "[no reason]");
}

TEST_F(RestResult, is_408_after_a_timeout) {
  const auto outcome = failure(JF_ERR_DEADLINE, "timeout");
  EXPECT_EQ(outcome.code, "408");
  EXPECT_EQ(outcome.message, "The request timed out. Please try increasing the read and connection timeouts.");
}

TEST_F(RestResult, is_408_when_the_connection_fails) {
  const auto outcome = failure(JF_ERR_IO, "connect");
  EXPECT_EQ(outcome.code, "408");
  EXPECT_EQ(outcome.message, "An error occurred while executing the request, or the connection was aborted");
}

TEST_F(RestResult, names_tls_trouble) {
  const auto outcome = failure(JF_ERR_IO, "tls");
  EXPECT_EQ(outcome.code, "SSL_HANDSHAKE_FAILED");
  EXPECT_EQ(outcome.message, "TLS handshake failed: what happened");
}

TEST_F(RestResult, is_500_when_redirects_lead_nowhere) {
  EXPECT_EQ(failure(JF_ERR_IO, "redirects").code, "500");
}

TEST_F(RestResult, is_503_when_the_host_is_left_alone) {
  const auto outcome = failure(JF_ERR_IO, "suspended");
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_EQ(outcome.code, "503");
  EXPECT_EQ(outcome.message, "what happened");
}

TEST_F(RestResult, takes_all_retries_when_the_policy_forbids_the_url) {
  const auto outcome = failure(JF_ERR_DENIED, "policy");
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
  EXPECT_EQ(outcome.message, "what happened");
}

TEST_F(RestResult, is_cancelled_when_the_job_was) {
  const jf_op op = run({{"method", "GET"}, {"url", "http://h/x"}});
  host.cancel(op);
  EXPECT_TRUE(host.http.calls[0].is_aborted);
  host.http.fail(0, JF_ERR_CANCELLED, "io");
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_CANCELLED));
}

}  // namespace
