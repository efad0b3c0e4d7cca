#pragma once

// OAuth 2 tokens: the request for one, and what the endpoint's answer means.

#include "input.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>

namespace rest {

struct Token {
  std::string text;
  std::optional<std::chrono::seconds> lifetime;  // absent: good for the request at hand only
};

// Throws jf::error when the client authentication is none that is known.
jf::http_request token_request(const OAuth& oauth);

// The token, or how the job fails.
using TokenAnswer = std::variant<Token, jf::failure>;
TokenAnswer read_token(const OAuth& oauth, const jf::http_reply& reply);

// What two jobs must have in common to share a token.
std::string cache_key(const OAuth& oauth);

}  // namespace rest
