#pragma once

// What is said to an authorization server (OAuth 2.0, client credentials) and what it answers. Pure.

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret_text.hpp"
#include "net/http_client.hpp"

namespace jackfield::gateway {

// Absent members stay out of the request.
struct TokenRequest {
  std::string_view url;
  std::string_view client_id;
  std::string_view client_secret;
  std::string_view audience;
  std::string_view scope;
  std::string_view resource;
};

net::HttpRequest request_of(const TokenRequest& request);

struct TokenAnswer {
  SecretText header;  // "Bearer …"
  seconds lives{0};
};

// Fault::Unavailable: worth another try soon. Anything else: a human has to change something. Messages hold what the
// server says of the error, without `secret`.
Result<TokenAnswer> token_in(const net::HttpResult& result, std::string_view secret);

// The `token_endpoint` of an OpenID configuration.
Result<std::string> endpoint_in(const net::HttpResult& result);

// Whether a header may have this value: visible ASCII and blanks.
bool is_header_value(std::string_view text) noexcept;

}  // namespace jackfield::gateway
