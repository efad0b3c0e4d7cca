#pragma once

// Who we are to the cluster, and what makes tokens of it.
//
//   auto tokens = make_tokens(credentials, {http, executor, timers, clock, log, registry});
//   connect(settings, clock, log, registry, &**tokens);
//   AuthorizedSender rest(http, **tokens);
//
// Nothing secret reaches a message or the log. A server that refuses us is told once, as an error.

#include <memory>
#include <string>
#include <variant>

#include "base/clock.hpp"
#include "base/executor.hpp"
#include "gateway/secret_source.hpp"
#include "gateway/token_source.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"
#include "net/http_client.hpp"

namespace jackfield::gateway {

struct NoCredentials {};

struct BasicCredentials {
  std::string user;
  SecretSource password;
};

// OAuth 2.0, client credentials.
struct OAuthCredentials {
  // Behaviour
  std::string client_id;
  SecretSource client_secret;
  std::string token_url;      // or …
  std::string discovery_url;  // … the OpenID configuration that names it
  std::string audience;       // empty, like the next two: not said
  std::string scope;
  std::string resource;
  std::string cache_file;  // keeps tokens over restarts, readable for us alone; empty: in memory only
  milliseconds connect_timeout = 5s;
  milliseconds read_timeout = 5s;
  milliseconds renew_before_expiry = 30s;  // or half way through lives shorter than twice that
  milliseconds retry_after = 1s;           // while the server is away: the first time; then longer and longer up to …
  milliseconds retry_after_at_most = 30s;
  milliseconds refused_pause = 30s;  // after a refusal; less if the file of the secret changes
};

using Credentials = std::variant<NoCredentials, BasicCredentials, OAuthCredentials>;

// A source that has something to begin and to end.
class Tokens : public TokenSource {
 public:
  virtual void start() = 0;

  // Answers whoever waits; nothing is asked, posted or timed afterwards. current() goes on as it was.
  virtual void close() = 0;
};

struct TokenCollaborators {
  net::HttpSender& http;  // to the authorization server
  Executor& executor;
  Timers& timers;
  const Clock& clock;
  log::Logger log;
  metrics::Registry& metrics;
};

// Null without credentials. InvalidInput: a file that holds no secret.
Result<std::unique_ptr<Tokens>> make_tokens(const Credentials& credentials, const TokenCollaborators& with);

}  // namespace jackfield::gateway
