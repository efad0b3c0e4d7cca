#include "authentication_input.hpp"

#include "binding.hpp"
#include "letters.hpp"

namespace rest {
namespace {

using Kind = Authentication::Kind;

std::string field_of(const char* name) {
  return std::string("authentication, ") + name;
}

std::string optional_text(const Json& auth, const char* name) {
  return bind_text(member(auth, name), field_of(name)).value_or("");
}

std::string required_text(const Json& auth, const char* name, Violations& broken) {
  std::string text = optional_text(auth, name);
  if (text.empty()) broken.add(std::string("authentication.") + name, "must not be empty");
  return text;
}

Authentication bind_basic(const Json& value, Violations& broken) {
  Authentication auth;
  auth.kind = Kind::Basic;
  auth.username = required_text(value, "username", broken);
  auth.password = optional_text(value, "password");
  if (auth.password == "SPEC_PASSWORD_EMPTY_PATTERN") auth.password.clear();
  return auth;
}

Authentication bind_bearer(const Json& value, Violations& broken) {
  Authentication auth;
  auth.kind = Kind::Bearer;
  auth.token = required_text(value, "token", broken);
  return auth;
}

Authentication bind_api_key(const Json& value, Violations& broken) {
  const std::string where =
      lower(bind_text(member(value, "apiKeyLocation"), field_of("apiKeyLocation")).value_or("headers"));
  if (where != "headers" && where != "query") reject_field(field_of("apiKeyLocation"), "ApiKeyLocation");
  Authentication auth;
  auth.kind = where == "query" ? Kind::ApiKeyQuery : Kind::ApiKeyHeader;
  auth.name = required_text(value, "name", broken);
  auth.value = required_text(value, "value", broken);
  return auth;
}

Authentication bind_client_credentials(const Json& value, Violations& broken) {
  Authentication auth;
  auth.kind = Kind::OAuth;
  auth.oauth.flow = OAuth::Flow::ClientCredentials;
  auth.oauth.endpoint = required_text(value, "oauthTokenEndpoint", broken);
  auth.oauth.client_id = required_text(value, "clientId", broken);
  auth.oauth.client_secret = required_text(value, "clientSecret", broken);
  auth.oauth.audience = bind_text(member(value, "audience"), field_of("audience"));
  auth.oauth.client_authentication = required_text(value, "clientAuthentication", broken);
  auth.oauth.scopes = optional_text(value, "scopes");
  return auth;
}

Authentication bind_refresh_token(const Json& value, Violations& broken) {
  Authentication auth;
  auth.kind = Kind::OAuth;
  auth.oauth.flow = OAuth::Flow::RefreshToken;
  auth.oauth.endpoint = required_text(value, "oauthTokenEndpoint", broken);
  auth.oauth.client_id = required_text(value, "clientId", broken);
  auth.oauth.client_secret = optional_text(value, "clientSecret");
  auth.oauth.refresh_token = required_text(value, "refreshToken", broken);
  auth.oauth.scopes = optional_text(value, "scopes");
  return auth;
}

}  // namespace

Authentication bind_authentication(const Json& input, Violations& broken) {
  Json value = member(input, "authenticationConfiguration");
  if (!value.is_object() || value.empty()) value = member(input, "authentication");
  if (value.is_null()) return {};
  if (!value.is_object() || !member(value, "type").is_string()) {
    throw jf::input_error("Json object contains an invalid field: authentication");
  }
  const auto type = member(value, "type").get<std::string>();
  if (type == "noAuth") return {};
  if (type == "basic") return bind_basic(value, broken);
  if (type == "bearer") return bind_bearer(value, broken);
  if (type == "apiKey") return bind_api_key(value, broken);
  if (type == "oauth-client-credentials-flow") return bind_client_credentials(value, broken);
  if (type == "oauth-refresh-token") return bind_refresh_token(value, broken);
  throw jf::input_error("Json object contains an invalid field: authentication");
}

}  // namespace rest
