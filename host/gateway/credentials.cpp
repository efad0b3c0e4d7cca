#include "gateway/credentials.hpp"

#include "gateway/basic_tokens.hpp"
#include "gateway/oauth_tokens.hpp"

namespace jackfield::gateway {

Result<std::unique_ptr<Tokens>> make_tokens(const Credentials& credentials, const TokenCollaborators& with) {
  if (const auto* basic = std::get_if<BasicCredentials>(&credentials)) {
    Result<SecretText> password = basic->password.read();
    if (!password) return std::move(password).failure();
    return std::unique_ptr<Tokens>(std::make_unique<BasicTokens>(*basic, *std::move(password), with));
  }
  if (const auto* oauth = std::get_if<OAuthCredentials>(&credentials)) {
    if (Result<SecretText> secret = oauth->client_secret.read(); !secret) return std::move(secret).failure();
    return std::unique_ptr<Tokens>(std::make_unique<OAuthTokens>(*oauth, with));
  }
  return std::unique_ptr<Tokens>();
}

}  // namespace jackfield::gateway
