#include "rest_fixture.hpp"

#include <cstdint>
#include <limits>

namespace {

class RestRequest : public RestFixture {
 protected:
  std::string url_of(const std::string& url) { return sent({{"method", "GET"}, {"url", url}}).url; }
  std::string rejection(const Json& variables) {
    const jf_op op = run(variables);
    EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
    return host.answer(op)->message;
  }
};

TEST_F(RestRequest, takes_the_method_in_any_letter_case) {
  EXPECT_EQ(sent({{"method", "pAtCh"}, {"url", "http://h/"}}).method, "PATCH");
}

TEST_F(RestRequest, escapes_the_path_segment_by_segment) {
  EXPECT_EQ(url_of("http://h/hello%2C%20world%21"), "http://h/hello,%20world!");
  EXPECT_EQ(url_of("http://h/a%2Fb/c"), "http://h/a%2Fb/c");
  EXPECT_EQ(url_of("http://h/hello+world"), "http://h/hello%2Bworld");
  EXPECT_EQ(url_of("http://h/a[1]{2}"), "http://h/a%5B1%5D%7B2%7D");
  EXPECT_EQ(url_of("http://h/ ü"), "http://h/%20%C3%BC");
  EXPECT_EQ(url_of("http://h/a//b"), "http://h/a//b");
}

TEST_F(RestRequest, makes_an_empty_path_a_slash) {
  EXPECT_EQ(url_of("http://h"), "http://h/");
}

TEST_F(RestRequest, decodes_and_escapes_the_query) {
  EXPECT_EQ(url_of("http://h/t?a=b=c"), "http://h/t?a=b%3Dc");
  EXPECT_EQ(url_of("http://h/t?a=&b"), "http://h/t?a&b");
  EXPECT_EQ(url_of("http://h/t?a=1%262"), "http://h/t?a=1%262");
  EXPECT_EQ(url_of("http://h/t?$filter=a eq 'b'&$top=5"), "http://h/t?$filter=a%20eq%20'b'&$top=5");
  EXPECT_EQ(url_of("http://h/t?"), "http://h/t");
}

TEST_F(RestRequest, groups_repeated_query_names) {
  EXPECT_EQ(url_of("http://h/t?a=1&b=2&a=3"), "http://h/t?a=1&a=3&b=2");
}

TEST_F(RestRequest, appends_query_parameters_in_order_and_escapes_strictly) {
  const Json parameters{{"z", "1"}, {"a", 2}, {"e", nullptr}, {"s", "-._~!*"}};
  EXPECT_EQ(sent({{"method", "GET"}, {"url", "http://h/x?q=b:c"}, {"queryParameters", parameters}}).url,
            "http://h/x?q=b%3Ac&z=1&a=2&e&s=-._~%21%2A");
}

TEST_F(RestRequest, leaves_the_url_alone_when_told_so) {
  EXPECT_EQ(sent({{"method", "GET"}, {"url", "http://h/a%2fb?c=%20"}, {"skipEncoding", "true"}}).url,
            "http://h/a%2fb?c=%20");
}

TEST_F(RestRequest, sends_headers_as_texts_in_order) {
  const auto call =
      sent({{"method", "GET"}, {"url", "http://h/"}, {"headers", {{"Z", 5}, {"a", true}, {"N", nullptr}}}});
  const jf::test::headers expected{{"Z", "5"}, {"a", "true"}, {"N", ""}};
  EXPECT_EQ(call.headers, expected);
}

TEST_F(RestRequest, keeps_line_breaks_out_of_headers) {
  EXPECT_EQ(sent({{"method", "GET"}, {"url", "http://h/"}, {"headers", {{"X", "a\r\nY: b"}}}}).header("X"), "a  Y: b");
}

TEST_F(RestRequest, sends_basic_credentials) {
  const Json auth{{"type", "basic"}, {"username", "üser"}, {"password", "pä€"}};
  EXPECT_EQ(sent({{"method", "GET"}, {"url", "http://h/"}, {"authentication", auth}}).header("Authorization"),
            "Basic w7xzZXI6cMOk4oKs");
}

TEST_F(RestRequest, sends_a_bearer_token_beside_the_users_own_header) {
  const auto call = sent({{"method", "GET"},
                          {"url", "http://h/"},
                          {"headers", {{"Authorization", "Custom x"}}},
                          {"authentication", {{"type", "bearer"}, {"token", "t"}}}});
  const jf::test::headers expected{{"Authorization", "Bearer t"}, {"Authorization", "Custom x"}};
  EXPECT_EQ(call.headers, expected);
}

TEST_F(RestRequest, sends_an_api_key_as_a_header_or_before_the_query_parameters) {
  Json auth{{"type", "apiKey"}, {"apiKeyLocation", "headers"}, {"name", "theName"}, {"value", "theValue"}};
  EXPECT_EQ(sent({{"method", "GET"}, {"url", "http://h/"}, {"authentication", auth}}).header("theName"), "theValue");
  auth["apiKeyLocation"] = "QUERY";
  auth["value"] = "the Value&";
  EXPECT_EQ(
      sent({{"method", "GET"}, {"url", "http://h/x"}, {"authentication", auth}, {"queryParameters", {{"a", 1}}}}).url,
      "http://h/x?theName=the%20Value%26&a=1");
}

TEST_F(RestRequest, fails_when_the_input_frames_the_message_or_has_user_info) {
  const jf_op framed = run({{"method", "GET"}, {"url", "http://h/"}, {"headers", {{"content-length", "3"}}}});
  EXPECT_EQ(host.answer(framed)->code, "500");
  EXPECT_EQ(host.answer(framed)->message, "An error with the HTTP protocol occurred");
  EXPECT_EQ(host.answer(run({{"method", "GET"}, {"url", "http://user:pass@h/"}}))->code, "500");
}

TEST_F(RestRequest, sends_no_body_with_get_and_delete) {
  EXPECT_FALSE(sent({{"method", "DELETE"}, {"url", "http://h/"}, {"body", {{"a", 1}}}}).has_body);
}

TEST_F(RestRequest, sends_values_as_json_and_texts_as_they_are) {
  const auto object = sent({{"method", "POST"}, {"url", "http://h/"}, {"body", {{"b", nullptr}, {"a", {1, "ü"}}}}});
  EXPECT_EQ(object.body, R"({"b":null,"a":[1,"ü"]})");
  EXPECT_EQ(object.header("Content-Type"), "application/json");
  EXPECT_EQ(sent({{"method", "PUT"}, {"url", "http://h/"}, {"body", "a\r\nb"}}).body, "a\r\nb");
}

TEST_F(RestRequest, sends_an_empty_body_when_there_is_none) {
  const auto call = sent({{"method", "POST"}, {"url", "http://h/"}});
  EXPECT_TRUE(call.has_body);
  EXPECT_EQ(call.body, "");
  EXPECT_EQ(call.header("Content-Type"), "text/plain; charset=UTF-8");
}

TEST_F(RestRequest, leaves_nulls_out_of_objects_when_told_so) {
  const Json body{{"n", nullptr}, {"l", {1, nullptr, {{"a", nullptr}}}}};
  EXPECT_EQ(sent({{"method", "POST"}, {"url", "http://h/"}, {"body", body}, {"ignoreNullValues", true}}).body,
            R"({"l":[1,null,{}]})");
}

TEST_F(RestRequest, sends_forms) {
  const Json form{{"content-type", "application/x-www-form-urlencoded; charset=UTF-8"}};
  const Json body{{"a b", "c d&e*k-._~"}, {"n", 5}, {"e", nullptr}};
  EXPECT_EQ(sent({{"method", "POST"}, {"url", "http://h/"}, {"headers", form}, {"body", body}}).body,
            "a+b=c+d%26e%2Ak-._~&n=5&e");
}

TEST_F(RestRequest, limits_connecting_and_reading_to_20_seconds) {
  const auto call = sent({{"method", "GET"}, {"url", "http://h/"}});
  EXPECT_EQ(call.connect_timeout_ms, 20'000u);
  EXPECT_EQ(call.read_timeout_ms, 20'000u);
  EXPECT_EQ(call.flags, static_cast<uint32_t>(JF_HTTP_NO_REDIRECT));
}

TEST_F(RestRequest, reads_timeouts_from_numbers_and_texts) {
  const auto call = sent({{"method", "GET"}, {"url", "http://h/"}, {"connectionTimeoutInSeconds", "5"}});
  EXPECT_EQ(call.connect_timeout_ms, 5'000u);
  EXPECT_EQ(call.read_timeout_ms, 5'000u);
  EXPECT_EQ(sent({{"method", "GET"}, {"url", "http://h/"}, {"readTimeoutInSeconds", 0}}).read_timeout_ms,
            std::numeric_limits<uint32_t>::max());
}

TEST_F(RestRequest, names_every_violation_of_its_input) {
  const std::string message = rejection({{"method", "GET"}, {"authentication", {{"type", "basic"}}}});
  EXPECT_EQ(message,
            "jakarta.validation.ValidationException: Found constraints violated while validating input: "
            "\n - Property: url: Validation failed. Original message: must not be blank"
            "\n - Property: authentication.username: Validation failed. Original message: must not be empty");
}

TEST_F(RestRequest, refuses_other_schemes_methods_and_numbers) {
  EXPECT_NE(rejection({{"method", "GET"}, {"url", "ftp://h/"}}).find("Must be a http(s) URL"), std::string::npos);
  EXPECT_EQ(rejection({{"method", "TRACE"}, {"url", "http://h/"}}),
            "Json object contains an invalid field: method. It Must be `HttpMethod`");
  EXPECT_EQ(rejection({{"method", "GET"}, {"url", "http://h/"}, {"readTimeoutInSeconds", "bad value"}}),
            "Json object contains an invalid field: readTimeoutInSeconds. It Must be `Integer`");
}

TEST_F(RestRequest, refuses_what_it_does_not_offer_instead_of_leaving_it_out) {
  EXPECT_NE(rejection({{"method", "GET"}, {"url", "http://h/"}, {"clientTls", {{"trustedCertificate", "x"}}}})
                .find("not offered"),
            std::string::npos);
}

TEST_F(RestRequest, fails_the_job_when_the_host_takes_no_call) {
  host.http.refuse_with = JF_ERR_CLOSING;
  const jf_op op = run({{"method", "GET"}, {"url", "http://h/"}});
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_NE(host.answer(op)->message.find("refused"), std::string::npos);
}

class RestMultipart : public RestFixture {
 protected:
  jf::test::http_call post(const std::string& content_type, const Json& body) {
    return sent(
        {{"method", "POST"}, {"url", "http://h/x"}, {"headers", {{"Content-Type", content_type}}}, {"body", body}});
  }

  static std::string content_type_of(const jf::test::http_call& call) {
    for (const auto& [name, value] : call.headers) {
      if (name == "Content-Type") return value;
    }
    return {};
  }
};

TEST_F(RestMultipart, has_a_part_for_each_member) {
  const auto call =
      post("multipart/form-data; boundary=B", {{"a", "1"}, {"n", 5}, {"gone", nullptr}, {"l", {"x", true}}});
  EXPECT_EQ(content_type_of(call), "multipart/form-data; boundary=B");
  EXPECT_EQ(call.body,
            "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
            "--B\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n5\r\n"
            "--B\r\nContent-Disposition: form-data; name=\"l\"\r\n\r\nx\r\n"
            "--B\r\nContent-Disposition: form-data; name=\"l\"\r\n\r\ntrue\r\n--B--\r\n");
}

TEST_F(RestMultipart, makes_a_boundary_of_its_own) {
  const std::string prefix = "multipart/form-data; charset=ISO-8859-1; boundary=";
  const auto call = post("multipart/form-data", {{"a", "1"}});
  ASSERT_EQ(content_type_of(call).rfind(prefix, 0), 0u);
  EXPECT_EQ(call.body.rfind("--" + content_type_of(call).substr(prefix.size()) + "\r\n", 0), 0u);
}

TEST_F(RestMultipart, is_mixed_when_nothing_is_left) {
  EXPECT_EQ(content_type_of(post("multipart/form-data", {{"o", {{"a", 1}}}})).rfind("multipart/mixed; boundary=", 0),
            0u);
}

TEST_F(RestMultipart, lets_no_name_end_its_header_line) {
  EXPECT_NE(post("multipart/form-data; boundary=B", {{"a\"\r\nX: y", "1"}}).body.find(R"(name="a\"  X: y")"),
            std::string::npos);
}

TEST_F(RestMultipart, texts_go_out_in_the_character_set_of_the_content_type) {
  EXPECT_EQ(post("text/plain; charset=ISO-8859-1", "ü€").body, "\xFC?");
  EXPECT_EQ(post("text/plain; charset=UTF-16", "a").body, std::string("\xFE\xFF\0a", 4));
  const jf_op op = run({{"method", "POST"},
                        {"url", "http://h/x"},
                        {"headers", {{"Content-Type", "text/plain; charset=zzz"}}},
                        {"body", "a"}});
  EXPECT_EQ(host.answer(op)->error_type, "java.nio.charset.UnsupportedCharsetException");
}

}  // namespace
