#include "documents/github_token.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/base64.hpp"
#include "documents/http_answer.hpp"
#include "net/rs256.hpp"

namespace jackfield::documents {
namespace {

constexpr seconds kAssertionLife = 60s;
constexpr std::uint64_t kMostAnswerBytes = 1 << 20;

void erase_all(std::string& text, std::string_view what) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) text.erase(at, what.size());
}

// The bytes between the markers, whatever became of the line ends on the way.
std::optional<std::string> key_in(std::string pem) {
  for (const char* marker : {"-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----",
                             "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "\\r", "\\n"}) {
    erase_all(pem, marker);
  }
  pem.erase(std::remove_if(pem.begin(), pem.end(), [](unsigned char c) { return c <= ' '; }), pem.end());
  return pem.empty() ? std::nullopt : bytes_of_base64(pem);
}

std::string for_urls(std::string_view bytes) {
  std::string text = base64_of(bytes);
  while (text.ends_with('=')) text.pop_back();
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

Result<std::string> assertion(const GithubApp& app, WallTime now) {
  const std::optional<std::string> key = key_in(app.private_key);
  if (!key) return Failure{Fault::InvalidInput, "the private key is no PEM text"};
  const auto issued = std::chrono::floor<seconds>(now.time_since_epoch());
  const nlohmann::ordered_json claims = {
      {"iat", issued.count()}, {"exp", (issued + kAssertionLife).count()}, {"iss", app.app_id}};
  const std::string signed_part = for_urls(R"({"alg":"RS256","typ":"JWT"})") + "." + for_urls(claims.dump());
  Result<std::string> signature = net::rs256_signature(signed_part, *key);
  if (!signature) return std::move(signature).failure();
  return signed_part + "." + for_urls(*signature);
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Failure prefixed(Failure failure) {
  failure.message = fmt::format("Failed to create GitHub App installation token: {}", failure.message);
  return failure;
}

Result<std::string> token_in(net::HttpResult result) {
  if (const auto* failed = std::get_if<net::HttpFailure>(&result)) return failure_of(*failed, kMostAnswerBytes);
  const auto& response = std::get<net::HttpResponse>(result);
  if (!is_success(response)) return refusal_of(response);
  const auto answer = nlohmann::json::parse(response.body, nullptr, false);
  if (answer.is_object() && answer.contains("token") && answer["token"].is_string()) {
    return answer["token"].get<std::string>();
  }
  return Failure{Fault::Unavailable, "the answer has no token"};
}

}  // namespace

void create_github_token(const GithubRoad& road, const GithubApp& app, const Patience& patience,
                         UniqueFunction<void(Result<std::string>)> done) {
  if (!is_number(app.installation_id)) {
    return done(prefixed({Fault::InvalidInput, "the installation id is no number"}));
  }
  Result<std::string> bearer = assertion(app, road.clock.wall_now());
  if (!bearer) return done(prefixed(std::move(bearer).failure()));
  net::HttpRequest request{
      .method = "POST",
      .url = fmt::format("{}/app/installations/{}/access_tokens", road.address, app.installation_id),
      .headers = {{"Accept", "application/vnd.github.v3+json"}, {"Authorization", "Bearer " + *bearer}},
      .body = "",
      .max_response_bytes = kMostAnswerBytes};
  road.http.send(std::move(request), patience.deadline, patience.stop,
                 [done = std::move(done)](net::HttpResult result) mutable {
                   Result<std::string> token = token_in(std::move(result));
                   if (!token) return done(prefixed(std::move(token).failure()));
                   done(std::move(token));
                 });
}

}  // namespace jackfield::documents
