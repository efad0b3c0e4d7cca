#include "gateway/oauth_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <vector>

#include "base/backoff.hpp"
#include "base/mutex.hpp"
#include "gateway/token_cache.hpp"
#include "gateway/token_request.hpp"

namespace jackfield::gateway {
namespace {

constexpr milliseconds kSecretCheck = 1s;

metrics::Counter& fetches(metrics::Registry& registry, std::string_view result) {
  return registry.counter("jackfield_auth_requests_total", "requests for an access token, by result",
                          {{"result", result}});
}

milliseconds until_renewal(milliseconds lives, milliseconds before) {
  return std::max<milliseconds>(lives - before, lives / 2);
}

}  // namespace

// Fetching: a request is under way. Resting: a timer is set, for the renewal or the next try.
class OAuthTokens::State : public std::enable_shared_from_this<State> {
 public:
  State(OAuthCredentials credentials, const TokenCollaborators& with)
      : credentials_(std::move(credentials)),
        with_(with),
        received_(fetches(with.metrics, "received")),
        refused_(fetches(with.metrics, "refused")),
        failed_(fetches(with.metrics, "failed")),
        backoff_({.first = credentials_.retry_after, .most = credentials_.retry_after_at_most, .factor = 2}),
        token_url_(credentials_.token_url),
        cache_(credentials_.cache_file, {credentials_.client_id, credentials_.audience}, with.log),
        why_none_{Fault::Unavailable, "there is no access token yet"} {}

  void start();
  void close();
  Result<SharedToken> current();
  void find(TokenDone done);
  void refused(const SharedToken& token, std::string_view why);

 private:
  enum class Phase { Resting, Fetching, Closed };

  void begin() JF_REQUIRES(mutex_);
  void rest(Deadline until) JF_REQUIRES(mutex_);
  void wake();

  // In this order, each on the executor.
  void fetch();
  void discover();
  void ask();
  void on_answer(const Result<TokenAnswer>& answer);
  void take(const TokenAnswer& answer);
  void fail(const Failure& why);
  const std::string& server() const { return token_url_.empty() ? credentials_.discovery_url : token_url_; }

  std::optional<TokenAnswer> cached();
  void answer_waiting();
  SharedToken usable() const;
  net::HttpRequest patient(net::HttpRequest request) const;
  Deadline patience() const {
    return Deadline::in(credentials_.connect_timeout + 2 * credentials_.read_timeout, with_.clock);
  }

  // Constant after construction.
  const OAuthCredentials credentials_;
  const TokenCollaborators with_;
  metrics::Counter& received_;
  metrics::Counter& refused_;
  metrics::Counter& failed_;

  // Synchronises itself.
  std::atomic<SharedToken> token_;

  // Used by the one request that is under way.
  Backoff backoff_;
  std::string token_url_;  // empty until it is discovered
  SecretText secret_;
  TokenCache cache_;
  bool has_looked_into_cache_ = false;

  Mutex mutex_;
  Phase phase_ JF_GUARDED_BY(mutex_) = Phase::Resting;
  TimerId timer_ JF_GUARDED_BY(mutex_) = TimerId::None;
  TimePoint rests_until_ JF_GUARDED_BY(mutex_){};
  bool is_secret_watched_ JF_GUARDED_BY(mutex_) = false;  // a changed file ends the rest
  Failure why_none_ JF_GUARDED_BY(mutex_);
  enum class Told { Nothing, Works, Away, Refused };
  Told told_ JF_GUARDED_BY(mutex_) = Told::Nothing;  // the last line that was logged
  TimePoint taken_ JF_GUARDED_BY(mutex_){};
  bool is_replacement_ JF_GUARDED_BY(mutex_) = false;  // a token was refused before the one there is
  bool has_complained_ JF_GUARDED_BY(mutex_) = false;
  std::vector<TokenDone> waiting_ JF_GUARDED_BY(mutex_);
};

void OAuthTokens::State::start() {
  MutexLock lock(mutex_);
  if (phase_ == Phase::Resting && timer_ == TimerId::None) begin();
}

void OAuthTokens::State::close() {
  TimerId timer = TimerId::None;
  {
    MutexLock lock(mutex_);
    phase_ = Phase::Closed;
    timer = std::exchange(timer_, TimerId::None);
  }
  with_.timers.cancel(timer);
  answer_waiting();
}

SharedToken OAuthTokens::State::usable() const {
  SharedToken token = token_.load();
  return token && !token->expires.has_passed(with_.clock) ? token : nullptr;
}

Result<SharedToken> OAuthTokens::State::current() {
  if (SharedToken token = usable()) return token;
  MutexLock lock(mutex_);
  return why_none_;
}

void OAuthTokens::State::find(TokenDone done) {
  Result<SharedToken> answer{SharedToken()};
  {
    MutexLock lock(mutex_);
    SharedToken token = usable();
    if (!token && phase_ == Phase::Fetching) return waiting_.push_back(std::move(done));
    answer = token ? Result<SharedToken>(std::move(token)) : why_none_;
    if (phase_ != Phase::Closed) {
      return with_.executor.post(
          [done = std::move(done), answer = std::move(answer)]() mutable { done(std::move(answer)); });
    }
  }
  done(std::move(answer));
}

void OAuthTokens::State::refused(const SharedToken& token, std::string_view why) {
  bool is_hopeless = false;
  {
    MutexLock lock(mutex_);
    if (phase_ == Phase::Closed || token != token_.load()) return;
    const Deadline pause_end(taken_ + credentials_.refused_pause);
    // Fresh, and refused as well: another one would fare no better.
    is_hopeless = is_replacement_ && !pause_end.has_passed(with_.clock);
    if (is_hopeless) {
      if (phase_ == Phase::Resting && rests_until_ != pause_end.at()) rest(pause_end);
      if (std::exchange(has_complained_, true)) return;
    } else {
      has_complained_ = false;
      why_none_ = {Fault::Unavailable, fmt::format("the cluster refused the access token: {}", why)};
      token_.store(nullptr);
      is_replacement_ = true;
      if (phase_ == Phase::Resting) begin();
    }
  }
  if (is_hopeless) {
    with_.log.error("the cluster refuses our access tokens",
                    {{"client", credentials_.client_id}, {"audience", credentials_.audience}, {"why", why}});
  } else {
    with_.log.warn("access token refused by the cluster, asking for another", {{"why", why}});
  }
}

// Posting under the lock: nothing is posted once close() has returned.
void OAuthTokens::State::begin() {
  with_.timers.cancel(std::exchange(timer_, TimerId::None));
  phase_ = Phase::Fetching;
  with_.executor.post([self = shared_from_this()] { self->fetch(); });
}

void OAuthTokens::State::rest(Deadline until) {
  if (phase_ == Phase::Closed) return;
  with_.timers.cancel(timer_);
  phase_ = Phase::Resting;
  rests_until_ = until.at();
  const Deadline look = is_secret_watched_ ? std::min(until, Deadline::in(kSecretCheck, with_.clock)) : until;
  timer_ = with_.timers.at(look, [self = shared_from_this()] {
    MutexLock lock(self->mutex_);
    if (self->phase_ == Phase::Resting) self->with_.executor.post([self] { self->wake(); });
  });
}

void OAuthTokens::State::wake() {
  bool is_changed = false;
  {
    MutexLock lock(mutex_);
    if (phase_ != Phase::Resting) return;
    is_changed = with_.clock.now() >= rests_until_;
  }
  if (!is_changed) {
    const Result<SecretText> secret = credentials_.client_secret.read();
    is_changed = secret && *secret != secret_;
  }
  MutexLock lock(mutex_);
  if (phase_ != Phase::Resting) return;
  if (is_changed) return begin();
  rest(Deadline(rests_until_));
}

void OAuthTokens::State::fetch() {
  Result<SecretText> secret = credentials_.client_secret.read();
  if (!secret) return fail(std::move(secret).failure());
  secret_ = *std::move(secret);
  if (const std::optional<TokenAnswer> kept = cached()) return take(*kept);
  if (token_url_.empty()) return discover();
  ask();
}

void OAuthTokens::State::discover() {
  with_.http.send(patient({.url = credentials_.discovery_url, .headers = {{"Accept", "application/json"}}}), patience(),
                  {}, [self = shared_from_this()](const net::HttpResult& result) {
                    Result<std::string> endpoint = endpoint_in(result);
                    if (!endpoint) return self->on_answer(std::move(endpoint).failure());
                    self->token_url_ = *std::move(endpoint);
                    self->ask();
                  });
}

void OAuthTokens::State::ask() {
  net::HttpRequest request = request_of({.url = token_url_,
                                         .client_id = credentials_.client_id,
                                         .client_secret = secret_.reveal(),
                                         .audience = credentials_.audience,
                                         .scope = credentials_.scope,
                                         .resource = credentials_.resource});
  with_.http.send(patient(std::move(request)), patience(), {},
                  [self = shared_from_this()](const net::HttpResult& result) {
                    self->on_answer(token_in(result, self->secret_.reveal()));
                  });
}

net::HttpRequest OAuthTokens::State::patient(net::HttpRequest request) const {
  request.connect_timeout = credentials_.connect_timeout;
  request.read_timeout = credentials_.read_timeout;
  return request;
}

void OAuthTokens::State::on_answer(const Result<TokenAnswer>& answer) {
  if (!answer) return fail(answer.failure());
  received_.add();
  take(*answer);
  cache_.keep(*answer, with_.clock.wall_now());
}

// Only after a start: what was fetched since is better than what was kept.
std::optional<TokenAnswer> OAuthTokens::State::cached() {
  if (std::exchange(has_looked_into_cache_, true)) return std::nullopt;
  std::optional<TokenAnswer> kept = cache_.find(with_.clock.wall_now());
  if (!kept || kept->lives <= credentials_.renew_before_expiry) return std::nullopt;
  return kept;
}

void OAuthTokens::State::take(const TokenAnswer& answer) {
  backoff_.reset();
  bool is_news = false;
  {
    MutexLock lock(mutex_);
    if (phase_ == Phase::Closed) return;
    taken_ = with_.clock.now();
    token_.store(
        std::make_shared<const AccessToken>(AccessToken{answer.header, Deadline::in(answer.lives, with_.clock)}));
    why_none_ = {Fault::Unavailable, "the access token has expired"};
    is_news = std::exchange(told_, Told::Works) != Told::Works;
    is_secret_watched_ = false;
    rest(Deadline::in(until_renewal(answer.lives, credentials_.renew_before_expiry), with_.clock));
  }
  with_.log.debug("access token taken", {{"server", server()}, {"lives", answer.lives}});
  if (is_news) with_.log.info("access token received", {{"server", server()}, {"client", credentials_.client_id}});
  answer_waiting();
}

void OAuthTokens::State::fail(const Failure& why) {
  const bool is_away = why.fault == Fault::Unavailable;
  (is_away ? failed_ : refused_).add();
  const milliseconds pause = is_away ? backoff_.next() : credentials_.refused_pause;
  const Told now = is_away ? Told::Away : Told::Refused;
  bool is_news = false;
  {
    MutexLock lock(mutex_);
    if (phase_ == Phase::Closed) return;
    why_none_ = {Fault::Unavailable, fmt::format("no access token from {}: {}", server(), why.message)};
    is_news = std::exchange(told_, now) != now;
    is_secret_watched_ = !is_away && !credentials_.client_secret.file.empty();
    rest(Deadline::in(pause, with_.clock));
  }
  if (is_news && is_away) with_.log.warn("no access token yet", {{"server", server()}, {"why", why.message}});
  if (is_news && !is_away) {
    with_.log.error("access token refused",
                    {{"server", server()}, {"client", credentials_.client_id}, {"why", why.message}});
  }
  answer_waiting();
}

void OAuthTokens::State::answer_waiting() {
  std::vector<TokenDone> waiting;
  {
    MutexLock lock(mutex_);
    waiting.swap(waiting_);
  }
  for (TokenDone& done : waiting) done(current());
}

OAuthTokens::OAuthTokens(OAuthCredentials credentials, const TokenCollaborators& with)
    : state_(std::make_shared<State>(std::move(credentials), with)) {}

OAuthTokens::~OAuthTokens() {
  state_->close();
}

void OAuthTokens::start() {
  state_->start();
}
void OAuthTokens::close() {
  state_->close();
}
Result<SharedToken> OAuthTokens::current() {
  return state_->current();
}
void OAuthTokens::find(TokenDone done) {
  state_->find(std::move(done));
}
void OAuthTokens::refused(const SharedToken& token, std::string_view why) {
  state_->refused(token, why);
}

}  // namespace jackfield::gateway
