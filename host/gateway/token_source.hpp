#pragma once

// What calls show the cluster to be let in: an access token, or the name and password of a user.
//
// A source is asked before each call. It has its token at hand and renews it in time, so that nothing waits; a call
// that finds none fails, and whoever made it tries again as with a cluster that is away.
//
// Life     outlives the gateway and the senders that ask it.
// Threads  any method from any thread.

#include <memory>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret_text.hpp"
#include "base/task.hpp"

namespace jackfield::gateway {

struct AccessToken {
  SecretText header;  // "Bearer …": the value of the header "authorization"
  Deadline expires = Deadline::never();
};
using SharedToken = std::shared_ptr<const AccessToken>;
using TokenDone = UniqueFunction<void(Result<SharedToken>)>;

class TokenSource {
 public:
  virtual ~TokenSource() = default;

  // The one to use, or why there is none. Cheap.
  virtual Result<SharedToken> current() = 0;

  // As soon as there is one, or the try to get one that is under way has failed. `done` is called once, on an executor;
  // when the source closes, it may be on the closer's stack.
  virtual void find(TokenDone done) = 0;

  // The cluster did not take it. It is dropped and another one asked for, unless that has happened already.
  virtual void refused(const SharedToken& token, std::string_view why) = 0;
};

}  // namespace jackfield::gateway
