#include "gateway/oauth_tokens.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include "support/inline_executor.hpp"
#include "support/manual_clock.hpp"
#include "support/scripted_sender.hpp"

namespace jackfield::gateway {
namespace {

using net::HttpFailure;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kUrl = "https://login.test/oauth/token";

std::string token_body(const std::string& token, int lives = 300) {
  return R"({"access_token":")" + token + R"(","token_type":"Bearer","expires_in":)" + std::to_string(lives) + "}";
}

class OAuthTokensTest : public testing::Test {
 protected:
  void use(OAuthCredentials credentials) {
    if (credentials.token_url.empty() && credentials.discovery_url.empty()) credentials.token_url = kUrl;
    credentials.client_id = "worker";
    if (!credentials.client_secret.is_set()) credentials.client_secret.text = SecretText("hush & more");
    tokens.emplace(std::move(credentials),
                   TokenCollaborators{http, executor, clock, clock, log.room("gateway"), metrics});
    tokens->start();
    executor.run_all();
  }
  void use() { use({.audience = "zeebe-api"}); }

  void answer(int status, const std::string& body) {
    http.answer(status, body);
    executor.run_all();
  }
  void advance(nanoseconds by) {
    clock.advance(by);
    executor.run_all();
  }
  void refuse() {
    tokens->refused(*tokens->current(), "invalid token");
    executor.run_all();
  }

  // The header that calls would carry, or why there is none.
  std::string shown() {
    Result<SharedToken> token = tokens->current();
    return token ? std::string((*token)->header.reveal()) : token.failure().message;
  }
  std::size_t lines_with(std::string_view text) const {
    return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](const std::string& line) {  //
      return line.find(text) != std::string::npos;
    }));
  }

  std::vector<std::string> lines;
  log::Log log{{},
               [](void* to, std::string_view line) { static_cast<std::vector<std::string>*>(to)->emplace_back(line); },
               &lines};
  metrics::Registry metrics;
  test::ManualClock clock;
  test::InlineExecutor executor;
  test::ScriptedSender http;
  std::optional<OAuthTokens> tokens;
};

TEST_F(OAuthTokensTest, are_asked_for_with_the_clients_credentials) {
  use({.audience = "zeebe-api", .scope = "a b", .resource = "r"});
  ASSERT_EQ(http.requests.size(), 1u);
  const net::HttpRequest& request = http.requests[0];
  EXPECT_EQ(request.method + " " + request.url, std::string("POST ") + kUrl);
  EXPECT_EQ(http.header(request, "Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(*request.body,
            "grant_type=client_credentials&client_id=worker&client_secret=hush%20%26%20more&audience=zeebe-api"
            "&scope=a%20b&resource=r");
}

TEST_F(OAuthTokensTest, are_shown_once_they_have_come) {
  use();
  EXPECT_THAT(shown(), HasSubstr("no access token yet"));
  answer(200, token_body("one"));
  EXPECT_EQ(shown(), "Bearer one");
  EXPECT_EQ(lines_with("access token received"), 1u);
}

TEST_F(OAuthTokensTest, are_renewed_half_a_minute_before_they_expire) {
  use();
  answer(200, token_body("one", 300));
  advance(269s);
  EXPECT_EQ(http.open(), 0u);
  advance(1s);
  ASSERT_EQ(http.open(), 1u);
  EXPECT_EQ(shown(), "Bearer one") << "calls go on meanwhile";
  answer(200, token_body("two", 300));
  EXPECT_EQ(shown(), "Bearer two");
  EXPECT_EQ(lines_with("received"), 1u) << "a renewal is no news";
}

TEST_F(OAuthTokensTest, with_a_short_life_are_renewed_half_way) {
  use();
  answer(200, token_body("one", 20));
  advance(9s);
  EXPECT_EQ(http.open(), 0u);
  advance(1s);
  EXPECT_EQ(http.open(), 1u);
}

TEST_F(OAuthTokensTest, are_not_shown_after_their_end) {
  use();
  answer(200, token_body("one", 60));
  advance(60s);
  EXPECT_EQ(shown(), "the access token has expired");
}

TEST_F(OAuthTokensTest, are_fetched_once_for_all_who_wait) {
  use();
  int answers = 0;
  for (int i = 0; i < 3; ++i) tokens->find([&](const Result<SharedToken>& found) { answers += found.ok() ? 1 : 0; });
  executor.run_all();
  EXPECT_EQ(http.requests.size(), 1u);
  answer(200, token_body("one"));
  EXPECT_EQ(answers, 3);
}

TEST_F(OAuthTokensTest, are_tried_for_less_and_less_often_while_the_server_is_away) {
  use({.retry_after = 1s, .retry_after_at_most = 3s});
  for (const milliseconds least : {900ms, 1800ms, 2700ms, 2700ms}) {
    ASSERT_EQ(http.open(), 1u);
    http.fail(HttpFailure::Kind::Connect, "login.test: connection refused");
    executor.run_all();
    EXPECT_GE(*clock.next_wakeup(), least);
    EXPECT_LE(*clock.next_wakeup(), 3300ms);
    advance(*clock.next_wakeup());
  }
  EXPECT_EQ(shown(), "no access token from https://login.test/oauth/token: login.test: connection refused");
  EXPECT_EQ(lines_with("level=warn"), 1u);
  answer(200, token_body("one"));
  EXPECT_EQ(shown(), "Bearer one");
}

TEST_F(OAuthTokensTest, serve_on_while_they_live_and_cannot_be_renewed) {
  use();
  answer(200, token_body("one", 300));
  advance(270s);
  answer(503, "");
  EXPECT_EQ(shown(), "Bearer one");
  advance(30s);
  EXPECT_THAT(shown(), HasSubstr("status 503"));
}

TEST_F(OAuthTokensTest, that_are_refused_to_us_are_one_line_for_a_human) {
  use();
  answer(401, R"({"error":"invalid_client","error_description":"Invalid client or hush & more"})");
  EXPECT_EQ(shown(),
            "no access token from https://login.test/oauth/token: invalid_client: Invalid client or [secret] (status "
            "401)");
  advance(29s);
  EXPECT_EQ(http.open(), 0u) << "somebody has to act first";
  advance(1s);
  answer(401, R"({"error":"invalid_client"})");
  EXPECT_EQ(lines_with("level=error"), 1u);
  for (const std::string& line : lines) EXPECT_THAT(line, Not(HasSubstr("hush")));
}

TEST_F(OAuthTokensTest, are_replaced_once_when_the_cluster_refuses_them) {
  use();
  answer(200, token_body("one"));
  advance(60s);
  refuse();
  EXPECT_THAT(shown(), HasSubstr("the cluster refused the access token: invalid token"));
  ASSERT_EQ(http.open(), 1u);
  answer(200, token_body("two"));
  EXPECT_EQ(shown(), "Bearer two");
  EXPECT_EQ(lines_with("level=error"), 0u);

  refuse();
  refuse();
  EXPECT_EQ(http.open(), 0u) << "another one would fare no better";
  EXPECT_EQ(lines_with("the cluster refuses our access tokens"), 1u);
  advance(30s);
  answer(200, token_body("three"));
  refuse();
  EXPECT_EQ(lines_with("the cluster refuses our access tokens"), 1u) << "told once";
}

TEST_F(OAuthTokensTest, are_replaced_again_after_they_have_worked_for_a_while) {
  use();
  answer(200, token_body("one"));
  refuse();
  answer(200, token_body("two"));
  advance(31s);
  refuse();
  EXPECT_EQ(http.open(), 1u);
}

TEST_F(OAuthTokensTest, are_not_dropped_for_one_that_was_refused_before) {
  use();
  answer(200, token_body("one"));
  const SharedToken old = *tokens->current();
  refuse();
  answer(200, token_body("two"));
  tokens->refused(old, "late");
  EXPECT_EQ(shown(), "Bearer two");
}

TEST_F(OAuthTokensTest, come_from_where_the_openid_configuration_says) {
  use({.discovery_url = "https://issuer.test/.well-known/openid-configuration"});
  EXPECT_EQ(http.requests[0].url, "https://issuer.test/.well-known/openid-configuration");
  answer(200, R"({"token_endpoint":"https://issuer.test/token"})");
  ASSERT_EQ(http.requests.size(), 2u);
  EXPECT_EQ(http.requests[1].url, "https://issuer.test/token");
  answer(200, token_body("one"));
  EXPECT_EQ(shown(), "Bearer one");
}

TEST_F(OAuthTokensTest, need_an_answer_that_holds_one) {
  for (const char* body : {"", "{}", "[]", R"({"access_token":7})", R"({"access_token":"a\nb"})"}) {
    use();
    answer(200, body);
    EXPECT_THAT(shown(), HasSubstr("access_token")) << body;
  }
}

TEST_F(OAuthTokensTest, closing_answers_who_waits_and_asks_no_more) {
  use();
  std::string answer_of_waiting;
  tokens->find(
      [&](const Result<SharedToken>& found) { answer_of_waiting = found ? "token" : found.failure().message; });
  tokens->close();
  EXPECT_THAT(answer_of_waiting, HasSubstr("no access token yet"));
  http.fail(HttpFailure::Kind::Closing, "closed");
  EXPECT_EQ(executor.waiting() + clock.timers(), 0u);
}

// Secrets and tokens in files.
class OAuthFilesTest : public OAuthTokensTest {
 protected:
  ~OAuthFilesTest() override { std::filesystem::remove_all(folder); }

  static std::filesystem::path fresh_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "jackfield-oauth-XXXXXX").string();
    return ::mkdtemp(name.data());
  }
  std::string write(const char* name, const std::string& text) {
    std::ofstream(folder / name) << text;
    return folder / name;
  }

  const std::filesystem::path folder = fresh_folder();
};

TEST_F(OAuthFilesTest, a_secret_in_a_file_is_read_for_each_request) {
  use({.client_secret = {.file = write("secret", "old\n")}});
  EXPECT_THAT(*http.requests[0].body, EndsWith("client_secret=old"));
  answer(200, token_body("one"));
  write("secret", "new");
  advance(270s);
  EXPECT_THAT(*http.requests[1].body, HasSubstr("client_secret=new"));
}

TEST_F(OAuthFilesTest, a_changed_secret_ends_the_pause_after_a_refusal) {
  use({.client_secret = {.file = write("secret", "old")}});
  answer(401, R"({"error":"invalid_client"})");
  advance(2s);
  EXPECT_EQ(http.open(), 0u);
  write("secret", "new");
  advance(1s);
  ASSERT_EQ(http.open(), 1u);
  EXPECT_THAT(*http.requests[1].body, HasSubstr("client_secret=new"));
}

TEST_F(OAuthFilesTest, a_token_is_kept_over_a_restart_for_nobody_else) {
  const std::string file = folder / "cache";
  use({.audience = "a", .cache_file = file});
  answer(200, token_body("one"));
  struct stat facts{};
  ASSERT_EQ(::stat(file.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);

  use({.audience = "a", .cache_file = file});
  EXPECT_EQ(shown(), "Bearer one");
  EXPECT_EQ(http.open(), 0u);
  use({.audience = "b", .cache_file = file});
  EXPECT_EQ(http.open(), 1u) << "another audience has another token";
}

TEST_F(OAuthFilesTest, a_kept_token_that_is_refused_is_not_taken_again) {
  const std::string file = folder / "cache";
  use({.cache_file = file});
  answer(200, token_body("one"));
  use({.cache_file = file});
  refuse();
  ASSERT_EQ(http.open(), 1u);
  answer(200, token_body("two"));
  EXPECT_EQ(shown(), "Bearer two");
}

TEST_F(OAuthFilesTest, a_kept_token_near_its_end_is_not_worth_starting_with) {
  const std::string file = folder / "cache";
  use({.cache_file = file});
  answer(200, token_body("one", 60));
  tokens->close();
  advance(31s);
  use({.cache_file = file});
  EXPECT_EQ(http.open(), 1u);
}

TEST_F(OAuthFilesTest, a_file_that_is_not_ours_is_left_alone) {
  const std::string file = write("cache", "client:\n  audience: of somebody else\n");
  use({.cache_file = file});
  answer(200, token_body("one"));
  EXPECT_EQ(shown(), "Bearer one");
  EXPECT_EQ(lines_with("access tokens are not kept"), 1u);
  std::ifstream in(file);
  std::string first;
  std::getline(in, first);
  EXPECT_EQ(first, "client:");
}

}  // namespace
}  // namespace jackfield::gateway
