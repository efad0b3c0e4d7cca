#include "gateway/basic_tokens.hpp"

#include "base/base64.hpp"

namespace jackfield::gateway {
namespace {

SharedToken token_of(const std::string& user, const SecretText& password) {
  const SecretText both(user + ":" + std::string(password.reveal()));
  return std::make_shared<const AccessToken>(
      AccessToken{SecretText("Basic " + base64_of(both.reveal())), Deadline::never()});
}

}  // namespace

struct BasicTokens::State {
  State(BasicCredentials the_credentials, const SecretText& password, const TokenCollaborators& collaborators)
      : credentials(std::move(the_credentials)),
        executor(collaborators.executor),
        log(collaborators.log),
        token(token_of(credentials.user, password)) {}

  // A file that cannot be read leaves the password as it is.
  void look(const SharedToken& refused, const std::string& why) {
    const Result<SecretText> password = credentials.password.read();
    const SharedToken fresh = password ? token_of(credentials.user, *password) : refused;
    if (fresh->header == refused->header) return complain(why);
    token.store(fresh);
    MutexLock lock(mutex);
    has_complained = false;
    log.info("password read again", {{"user", credentials.user}, {"file", credentials.password.file}});
  }

  void complain(std::string_view why) {
    {
      MutexLock lock(mutex);
      if (std::exchange(has_complained, true)) return;
    }
    log.error("the cluster refuses name and password", {{"user", credentials.user}, {"why", why}});
  }

  const BasicCredentials credentials;
  Executor& executor;
  const log::Logger log;
  std::atomic<SharedToken> token;

  Mutex mutex;
  bool has_complained JF_GUARDED_BY(mutex) = false;
  bool is_closed JF_GUARDED_BY(mutex) = false;
};

BasicTokens::BasicTokens(BasicCredentials credentials, const SecretText& password, const TokenCollaborators& with)
    : state_(std::make_shared<State>(std::move(credentials), password, with)) {}

BasicTokens::~BasicTokens() {
  close();
}

void BasicTokens::close() {
  MutexLock lock(state_->mutex);
  state_->is_closed = true;
}

Result<SharedToken> BasicTokens::current() {
  return state_->token.load();
}

void BasicTokens::find(TokenDone done) {
  {
    // Under the lock, so that nothing is posted once close() has returned.
    MutexLock lock(state_->mutex);
    if (!state_->is_closed) {
      return state_->executor.post([done = std::move(done), token = state_->token.load()]() mutable { done(token); });
    }
  }
  done(state_->token.load());
}

void BasicTokens::refused(const SharedToken& token, std::string_view why) {
  if (token != state_->token.load()) return;
  if (state_->credentials.password.file.empty()) return state_->complain(why);
  MutexLock lock(state_->mutex);
  if (state_->is_closed) return;
  state_->executor.post([state = state_, token, text = std::string(why)] { state->look(token, text); });
}

}  // namespace jackfield::gateway
