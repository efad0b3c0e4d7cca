#include "documents/github_token.hpp"

#include "base/base64.hpp"
#include "cluster_fixture.hpp"
#include "support/manual_clock.hpp"
#include "support/rsa_key.hpp"

namespace jackfield::documents {
namespace {

using nlohmann::json;
using test::HttpReply;

constexpr const char* kPath = "/app/installations/7/access_tokens";

std::string from_urls(std::string text) {
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  return bytes_of_base64(text).value_or("no base64");
}

class GithubTokenTest : public ClusterFixture {
 protected:
  Result<std::string> token(GithubApp app) {
    auto [done, answer] = answered<std::string>();
    create_github_token({http, clock, server.url("")}, app, {soon(), {}}, std::move(done));
    return answer.get();
  }

  // What was sent to get a token with that form of the key.
  std::string authorization(const std::string& pem) {
    server.on(kPath, HttpReply::with(201, R"({"token":"ghs_1","expires_at":"…"})"));
    EXPECT_EQ(*token({pem, "42", "7"}), "ghs_1");
    return server.requests().back().header("Authorization");
  }

  std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
      text.replace(at, what.size(), by);
    }
    return text;
  }

  test::ManualClock clock;
  const test::RsaKey key;
};

TEST_F(GithubTokenTest, shows_an_assertion_that_the_apps_key_has_signed) {
  const std::string bearer = authorization(key.pem());
  ASSERT_EQ(bearer.substr(0, 7), "Bearer ");
  const std::string jwt = bearer.substr(7);
  const auto second = jwt.find('.');
  const auto last = jwt.rfind('.');
  EXPECT_EQ(from_urls(jwt.substr(0, second)), R"({"alg":"RS256","typ":"JWT"})");
  EXPECT_EQ(json::parse(from_urls(jwt.substr(second + 1, last - second - 1))),
            json::parse(R"({"iat":1700003600,"exp":1700003660,"iss":"42"})"));
  EXPECT_TRUE(key.has_signed(jwt.substr(0, last), from_urls(jwt.substr(last + 1))));
  EXPECT_EQ(server.requests().at(0).method, "POST");
  EXPECT_EQ(server.requests().at(0).header("Accept"), "application/vnd.github.v3+json");
}

TEST_F(GithubTokenTest, reads_keys_whatever_became_of_their_lines) {
  const std::string bearer = authorization(key.pem());
  EXPECT_EQ(authorization(replaced(key.pem(), "\n", "\\n")), bearer);
  EXPECT_EQ(authorization(replaced(key.pem(), "\n", " ")), bearer);
  EXPECT_EQ(authorization(key.pkcs1_pem()), bearer);
}

TEST_F(GithubTokenTest, says_why_there_is_none) {
  const std::string what = "Failed to create GitHub App installation token: ";
  EXPECT_EQ(failure_of(token({"", "42", "7"})), what + "the private key is no PEM text");
  EXPECT_EQ(failure_of(token({"abcd", "42", "7"})), what + "the private key is no RSA key");
  EXPECT_EQ(failure_of(token({key.pem(), "42", "../7"})), what + "the installation id is no number");
  server.on(kPath, HttpReply::with(401, "Bad credentials"));
  EXPECT_EQ(failure_of(token({key.pem(), "42", "7"})), what + "Failed with code 401");
  server.on(kPath, HttpReply::json("{}"));
  EXPECT_EQ(failure_of(token({key.pem(), "42", "7"})), what + "the answer has no token");
}

TEST_F(GithubTokenTest, is_a_function_of_a_jobs_input) {
  use({.github_address = server.url("")});
  server.on(kPath, HttpReply::with(201, R"({"token":"ghs_1"})"));
  const json call = {{"camunda.function.type", "createGithubAppInstallationToken"}, {"params", {key.pem(), 42, 7}}};
  auto [done, answer] = answered<std::string>();
  documents->resolve(call.dump(), soon(), {}, std::move(done));
  EXPECT_EQ(*answer.get(), R"("ghs_1")");
}

}  // namespace
}  // namespace jackfield::documents
