#pragma once

// Sends requests to the cluster's REST interface with its authorization.
//
// An answer 401 hands the token back, and the request is sent once more with the next one, unless its body came through
// a pipe. Without a token the request fails like one to a server that is away.
//
// Threads  as HttpSender. Borrows both, which outlive it; closed tokens do no harm.

#include "gateway/token_source.hpp"
#include "net/http_client.hpp"

namespace jackfield::gateway {

class AuthorizedSender final : public net::HttpSender {
 public:
  AuthorizedSender(net::HttpSender& http, TokenSource& tokens) : http_(http), tokens_(tokens) {}

  void send(net::HttpRequest request, Deadline by, std::stop_token stop, net::HttpDone done) override;

 private:
  struct Sending;
  void send_with(Sending sending, Result<SharedToken> token);
  void send_again(Sending sending, const SharedToken& refused, net::HttpResponse refusal);

  net::HttpSender& http_;
  TokenSource& tokens_;
};

}  // namespace jackfield::gateway
