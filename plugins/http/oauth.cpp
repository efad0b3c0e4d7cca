#include "oauth.hpp"

#include "authentication.hpp"
#include "form.hpp"
#include "result.hpp"

#include <charconv>

namespace rest {
namespace {

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

TextMap client_credentials_form(const OAuth& oauth) {
  TextMap form{{"grant_type", "client_credentials"}, {"audience", oauth.audience}};
  if (!is_blank(oauth.scopes)) form.emplace_back("scope", oauth.scopes);
  if (oauth.client_authentication == "credentialsBody") {
    form.emplace_back("client_id", oauth.client_id);
    form.emplace_back("client_secret", oauth.client_secret);
  }
  return form;
}

TextMap refresh_token_form(const OAuth& oauth) {
  TextMap form{{"grant_type", "refresh_token"}, {"client_id", oauth.client_id}, {"refresh_token", oauth.refresh_token}};
  if (!is_blank(oauth.client_secret)) form.emplace_back("client_secret", oauth.client_secret);
  if (!is_blank(oauth.scopes)) form.emplace_back("scope", oauth.scopes);
  return form;
}

jf::failure error_of(std::string code, std::string message) {
  jf::failure why;
  why.code = std::move(code);
  why.message = std::move(message);
  return why;
}

// The first member of that name, however deep.
const Json* find_deep(const Json& value, const char* name) {
  if (value.is_object()) {
    if (const auto found = value.find(name); found != value.end()) return &*found;
  }
  if (!value.is_structured()) return nullptr;
  for (const Json& item : value) {
    if (const Json* found = find_deep(item, name)) return found;
  }
  return nullptr;
}

std::string text_of(const Json* value) {
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::optional<std::chrono::seconds> lifetime_of(const Json& answer) {
  const Json* seconds = find_deep(answer, "expires_in");
  if (seconds == nullptr || !seconds->is_number()) return std::nullopt;
  return std::chrono::seconds(static_cast<std::int64_t>(seconds->get<double>()));
}

jf::failure refused(const Json& answer) {
  const std::string error = text_of(find_deep(answer, "error"));
  const std::string description = text_of(find_deep(answer, "error_description"));
  const char* code = error == "invalid_grant"          ? "OAUTH_REFRESH_TOKEN_EXPIRED"
                     : error == "interaction_required" ? "OAUTH_INTERACTION_REQUIRED"
                                                       : "OAUTH_TOKEN_ERROR";
  return error_of(code, "the token endpoint answered with " + error + (description.empty() ? "" : ": " + description));
}

}  // namespace

jf::http_request token_request(const OAuth& oauth) {
  const bool is_refresh = oauth.flow == OAuth::Flow::RefreshToken;
  const bool is_basic = oauth.client_authentication == "basicAuthHeader";
  if (!is_refresh && !is_basic && oauth.client_authentication != "credentialsBody") {
    throw jf::error("",
                    "Unsupported client authentication method: " + oauth.client_authentication +
                        ". Please use either 'basicAuthHeader' or 'credentialsBody'.",
                    "", "java.lang.IllegalArgumentException");
  }
  constexpr std::chrono::seconds kTimeout{20};
  jf::http_request request;
  request.method = "POST";
  request.url = oauth.endpoint;
  request.connect_timeout = kTimeout;
  request.read_timeout = kTimeout;
  request.follow_redirects = false;
  request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  if (!is_refresh && is_basic) {
    request.headers.emplace_back("Authorization", "Basic " + base64(oauth.client_id + ':' + oauth.client_secret));
  }
  request.body = form_text(is_refresh ? refresh_token_form(oauth) : client_credentials_form(oauth));
  return request;
}

TokenAnswer read_token(const OAuth& oauth, const jf::http_reply& reply) {
  if (!reply || reply.status() >= 300) return failure_of(reply);
  const Json answer = Json::parse(reply.body().begin(), reply.body().end(), nullptr, /*allow_exceptions=*/false);
  if (!answer.is_object()) return error_of("OAUTH_TOKEN_ERROR", "the token endpoint did not answer with a JSON object");
  const bool is_refresh = oauth.flow == OAuth::Flow::RefreshToken;
  if (is_refresh && !text_of(find_deep(answer, "error")).empty()) return refused(answer);
  const std::string token = text_of(find_deep(answer, "access_token"));
  if (token.empty()) return error_of("OAUTH_TOKEN_ERROR", "the token endpoint's answer has no access_token");
  return Token{token, lifetime_of(answer)};
}

std::string cache_key(const OAuth& oauth) {
  std::string key;
  for (const std::string& part : {oauth.endpoint, oauth.client_id, oauth.client_secret, oauth.audience.value_or(""),
                                  oauth.scopes, oauth.client_authentication, oauth.refresh_token}) {
    key += part;
    key += '\0';
  }
  return key;
}

}  // namespace rest
