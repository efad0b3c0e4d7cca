#pragma once

// A token source that has what the test gives it.

#include <string>
#include <utility>
#include <vector>

#include "base/mutex.hpp"
#include "gateway/token_source.hpp"

namespace jackfield::test {

class FakeTokenSource final : public gateway::TokenSource {
 public:
  explicit FakeTokenSource(std::string header = "") { give(std::move(header)); }

  // Empty: there is none. Whoever waits is answered.
  void give(std::string header) {
    std::vector<gateway::TokenDone> waiting;
    gateway::SharedToken token;
    if (!header.empty()) {
      token = std::make_shared<const gateway::AccessToken>(
          gateway::AccessToken{SecretText(std::move(header)), Deadline::never()});
    }
    {
      MutexLock lock(mutex_);
      token_ = token;
      waiting.swap(waiting_);
    }
    for (gateway::TokenDone& done : waiting) done(answer(token));
  }

  // What a refused token is followed by.
  void next_after_refusal(std::string header) { next_ = std::move(header); }

  std::vector<std::string> refusals() const {
    MutexLock lock(mutex_);
    return refusals_;
  }

  Result<gateway::SharedToken> current() override {
    MutexLock lock(mutex_);
    return answer(token_);
  }

  void find(gateway::TokenDone done) override {
    {
      MutexLock lock(mutex_);
      if (!token_) return waiting_.push_back(std::move(done));
    }
    done(current());
  }

  void refused(const gateway::SharedToken& token, std::string_view why) override {
    {
      MutexLock lock(mutex_);
      refusals_.push_back(std::string(token->header.reveal()) + ": " + std::string(why));
      if (token != token_) return;
    }
    give(next_);
  }

 private:
  static Result<gateway::SharedToken> answer(gateway::SharedToken token) {
    if (token) return token;
    return Failure{Fault::Unavailable, "no token was given"};
  }

  std::string next_;
  mutable Mutex mutex_;
  gateway::SharedToken token_ JF_GUARDED_BY(mutex_);
  std::vector<gateway::TokenDone> waiting_ JF_GUARDED_BY(mutex_);
  std::vector<std::string> refusals_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::test
