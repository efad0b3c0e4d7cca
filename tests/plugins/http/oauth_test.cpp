#include "rest_fixture.hpp"

#include <chrono>

namespace {

using namespace std::chrono_literals;

class RestOAuth : public RestFixture {
 protected:
  Json authentication{{"type", "oauth-client-credentials-flow"},
                      {"oauthTokenEndpoint", "http://idp/token"},
                      {"clientId", "id"},
                      {"clientSecret", "se cret&1"},
                      {"audience", "aud"},
                      {"clientAuthentication", "credentialsBody"},
                      {"scopes", "read write"}};

  jf_op start() { return run({{"method", "GET"}, {"url", "http://h/x"}, {"authentication", authentication}}); }

  void answer_token(std::size_t call, const std::string& body) { host.http.reply(call, {200, "OK", {}, body}); }

  static std::string authorization_of(const jf::test::http_call& call) {
    for (const auto& [name, value] : call.headers) {
      if (name == "Authorization") return value;
    }
    return {};
  }
};

TEST_F(RestOAuth, asks_for_a_token_first) {
  const jf_op op = start();
  ASSERT_EQ(host.http.calls.size(), 1u);
  EXPECT_EQ(host.http.calls[0].url, "http://idp/token");
  EXPECT_EQ(host.http.calls[0].body,
            "grant_type=client_credentials&audience=aud&scope=read+write&client_id=id&client_secret=se+cret%261");
  answer_token(0, R"({"data":{"access_token":"abc.def"}})");
  ASSERT_EQ(host.http.calls.size(), 2u);
  EXPECT_EQ(authorization_of(host.http.calls[1]), "Bearer abc.def");
  host.http.reply(1, {});
  EXPECT_EQ(host.answer(op)->kind, static_cast<uint32_t>(JF_OUTCOME_RESULT));
}

TEST_F(RestOAuth, names_an_absent_audience_and_no_empty_scopes) {
  authentication.erase("audience");
  authentication["scopes"] = " ";
  start();
  EXPECT_EQ(host.http.calls.at(0).body,
            "grant_type=client_credentials&audience&client_id=id&client_secret=se+cret%261");
  answer_token(0, "{}");
}

TEST_F(RestOAuth, can_put_its_credentials_into_a_header) {
  authentication["clientAuthentication"] = "basicAuthHeader";
  start();
  EXPECT_EQ(authorization_of(host.http.calls.at(0)), "Basic aWQ6c2UgY3JldCYx");
  EXPECT_EQ(host.http.calls.at(0).body, "grant_type=client_credentials&audience=aud&scope=read+write");
  answer_token(0, "{}");
}

TEST_F(RestOAuth, keeps_a_token_for_its_lifetime) {
  start();
  answer_token(0, R"({"access_token":"t","expires_in":3600})");
  host.http.reply(1, {});
  start();
  ASSERT_EQ(host.http.calls.size(), 3u);
  EXPECT_EQ(authorization_of(host.http.calls[2]), "Bearer t");
  host.http.reply(2, {});
}

TEST_F(RestOAuth, asks_again_when_nobody_says_how_long_a_token_lives) {
  start();
  answer_token(0, R"({"access_token":"t"})");
  host.http.reply(1, {});
  start();
  EXPECT_EQ(host.http.calls.at(2).url, "http://idp/token");
  answer_token(2, "{}");
}

TEST_F(RestOAuth, asks_once_for_many_jobs) {
  const jf_op first = start(), second = start();
  ASSERT_EQ(host.http.calls.size(), 1u);
  answer_token(0, R"({"access_token":"t"})");
  ASSERT_EQ(host.http.calls.size(), 3u);
  host.http.reply(1, {});
  host.http.reply(2, {});
  EXPECT_TRUE(host.answer(first));
  EXPECT_TRUE(host.answer(second));
}

TEST_F(RestOAuth, fails_as_the_token_endpoint_does) {
  const jf_op op = start();
  host.http.reply(0, {401, "Unauthorized", {}, R"({"error":"invalid_client"})"});
  EXPECT_EQ(host.answer(op)->code, "401");
  EXPECT_EQ(host.answer(op)->message, "Unauthorized");
  EXPECT_EQ(host.answer(op)->variables_json, R"({"response":{"headers":{},"body":{"error":"invalid_client"}}})");
}

TEST_F(RestOAuth, fails_without_a_token) {
  for (const char* body : {"", "nope", "[]", "{}", R"({"access_token":null})"}) {
    const jf_op op = start();
    answer_token(host.http.calls.size() - 1, body);
    EXPECT_EQ(host.answer(op)->code, "OAUTH_TOKEN_ERROR") << body;
  }
}

TEST_F(RestOAuth, tells_what_is_missing) {
  authentication.erase("clientSecret");
  authentication.erase("clientAuthentication");
  const auto outcome = host.answer(start()).value();
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_INPUT));
  EXPECT_EQ(
      outcome.message,
      "jakarta.validation.ValidationException: Found constraints violated while validating input: "
      "\n - Property: authentication.clientSecret: Validation failed. Original message: must not be empty"
      "\n - Property: authentication.clientAuthentication: Validation failed. Original message: must not be empty");
}

TEST_F(RestOAuth, refuses_an_unknown_client_authentication) {
  authentication["clientAuthentication"] = "zzz";
  const auto outcome = host.answer(start()).value();
  EXPECT_EQ(outcome.kind, static_cast<uint32_t>(JF_OUTCOME_ERROR));
  EXPECT_EQ(outcome.error_type, "java.lang.IllegalArgumentException");
  EXPECT_TRUE(host.http.calls.empty());
}

class RestRefreshToken : public RestOAuth {
 protected:
  RestRefreshToken() {
    authentication = {{"type", "oauth-refresh-token"},
                      {"oauthTokenEndpoint", "http://idp/token"},
                      {"clientId", "id"},
                      {"refreshToken", "r"}};
  }
};

TEST_F(RestRefreshToken, sends_only_what_it_has) {
  start();
  EXPECT_EQ(host.http.calls.at(0).body, "grant_type=refresh_token&client_id=id&refresh_token=r");
  answer_token(0, R"({"access_token":"t"})");
  EXPECT_EQ(authorization_of(host.http.calls.at(1)), "Bearer t");
  host.http.reply(1, {});
}

TEST_F(RestRefreshToken, tells_why_a_token_was_refused) {
  const std::pair<const char*, const char*> kCases[] = {{"invalid_grant", "OAUTH_REFRESH_TOKEN_EXPIRED"},
                                                        {"interaction_required", "OAUTH_INTERACTION_REQUIRED"},
                                                        {"other", "OAUTH_TOKEN_ERROR"}};
  for (const auto& [error, code] : kCases) {
    const jf_op op = start();
    answer_token(host.http.calls.size() - 1, Json{{"error", error}, {"error_description", "AADSTS70008"}}.dump());
    EXPECT_EQ(host.answer(op)->code, code);
    EXPECT_NE(host.answer(op)->message.find("AADSTS70008"), std::string::npos);
  }
}

}  // namespace
