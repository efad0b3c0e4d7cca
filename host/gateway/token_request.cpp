#include "gateway/token_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace jackfield::gateway {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMostAnswerBytes = 256U << 10;
constexpr std::size_t kMostErrorBytes = 300;
constexpr seconds kUnsaidLife = 5min;
constexpr seconds kLongestLife = std::chrono::hours(24 * 365);

std::string escaped(std::string_view text) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

bool is_worth_another_try(int status) noexcept {
  return status == 404 || status == 408 || status == 429 || status >= 500;
}

std::string text_of(const json& object, const char* name) {
  const auto member = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && member != object.end() && member->is_string() ? member->get<std::string>() : "";
}

// What the server says of the error, in one line.
std::string error_in(const std::string& body, std::string_view secret) {
  const json answer = json::parse(body, nullptr, false);
  std::string text = text_of(answer, "error");
  if (const std::string more = text_of(answer, "error_description"); !more.empty()) {
    text += text.empty() ? more : ": " + more;
  }
  std::replace_if(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c > 0x7E; }, ' ');
  for (auto at = text.find(secret); !secret.empty() && at != std::string::npos; at = text.find(secret)) {
    text.replace(at, secret.size(), SecretText::kMask);
    if (SecretText::kMask.find(secret) != std::string_view::npos) break;
  }
  return text.substr(0, kMostErrorBytes);
}

Failure refusal_of(const net::HttpResponse& response, std::string_view secret) {
  const std::string error = error_in(response.body, secret);
  const Fault fault = is_worth_another_try(response.status) ? Fault::Unavailable : Fault::InvalidInput;
  return {fault, error.empty() ? fmt::format("status {}", response.status)
                               : fmt::format("{} (status {})", error, response.status)};
}

seconds life_in(const json& answer) {
  const auto life = answer.find("expires_in");
  if (life == answer.end()) return kUnsaidLife;
  double value = 0;
  if (life->is_number()) value = life->get<double>();
  if (life->is_string()) value = std::atof(life->get<std::string>().c_str());
  if (!(value >= 1)) return kUnsaidLife;
  return value >= static_cast<double>(kLongestLife.count()) ? kLongestLife : seconds(static_cast<std::int64_t>(value));
}

}  // namespace

bool is_header_value(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c <= 0x7E; });
}

net::HttpRequest request_of(const TokenRequest& request) {
  std::string body = "grant_type=client_credentials";
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) body += fmt::format("&{}={}", name, escaped(value));
  };
  add("client_id", request.client_id);
  add("client_secret", request.client_secret);
  add("audience", request.audience);
  add("scope", request.scope);
  add("resource", request.resource);
  return {.method = "POST",
          .url = std::string(request.url),
          .headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}},
          .body = std::move(body),
          .max_response_bytes = kMostAnswerBytes};
}

Result<TokenAnswer> token_in(const net::HttpResult& result, std::string_view secret) {
  if (const auto* failed = std::get_if<net::HttpFailure>(&result)) {
    using Kind = net::HttpFailure::Kind;
    const bool is_hopeless = failed->kind == Kind::InvalidRequest || failed->kind == Kind::Tls;
    return Failure{is_hopeless ? Fault::InvalidInput : Fault::Unavailable, failed->message};
  }
  const auto& response = std::get<net::HttpResponse>(result);
  if (response.status != 200) return refusal_of(response, secret);
  const json answer = json::parse(response.body, nullptr, false);
  const std::string token = text_of(answer, "access_token");
  if (token.empty()) return Failure{Fault::InvalidInput, "the answer has no access_token"};
  std::string type = text_of(answer, "token_type");
  if (type.empty() || type == "bearer") type = "Bearer";
  const std::string header = type + " " + token;
  if (!is_header_value(header)) return Failure{Fault::InvalidInput, "the access_token is no text for a header"};
  return TokenAnswer{.header = SecretText(header), .lives = life_in(answer)};
}

Result<std::string> endpoint_in(const net::HttpResult& result) {
  if (const auto* failed = std::get_if<net::HttpFailure>(&result)) return Failure{Fault::Unavailable, failed->message};
  const auto& response = std::get<net::HttpResponse>(result);
  if (response.status != 200) return refusal_of(response, "");
  std::string endpoint = text_of(json::parse(response.body, nullptr, false), "token_endpoint");
  if (endpoint.starts_with("http://") || endpoint.starts_with("https://")) return endpoint;
  return Failure{Fault::InvalidInput, "the OpenID configuration has no token_endpoint"};
}

}  // namespace jackfield::gateway
