#pragma once

// Name and password of a user. A password in a file is read again when the cluster refuses it.

#include <atomic>

#include "base/mutex.hpp"
#include "gateway/credentials.hpp"

namespace jackfield::gateway {

class BasicTokens final : public Tokens {
 public:
  BasicTokens(BasicCredentials credentials, const SecretText& password, const TokenCollaborators& with);
  ~BasicTokens() override;

  void start() override {}
  void close() override;
  Result<SharedToken> current() override;
  void find(TokenDone done) override;
  void refused(const SharedToken& token, std::string_view why) override;

 private:
  struct State;
  const std::shared_ptr<State> state_;
};

}  // namespace jackfield::gateway
