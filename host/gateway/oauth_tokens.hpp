#pragma once

// Access tokens from an authorization server: one request at a time, whoever asks; renewed before they expire; asked
// for again, less and less often, while the server is away, and with a pause when it refuses us.

#include "gateway/credentials.hpp"

namespace jackfield::gateway {

class OAuthTokens final : public Tokens {
 public:
  OAuthTokens(OAuthCredentials credentials, const TokenCollaborators& with);
  ~OAuthTokens() override;  // closes; what the HTTP sender answers later is ignored

  void start() override;
  void close() override;
  Result<SharedToken> current() override;
  void find(TokenDone done) override;
  void refused(const SharedToken& token, std::string_view why) override;

 private:
  class State;
  const std::shared_ptr<State> state_;
};

}  // namespace jackfield::gateway
