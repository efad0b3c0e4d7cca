#include "net/engine.hpp"

#include <fmt/format.h>

#include <vector>

namespace jackfield::net {
namespace {

using Kind = HttpFailure::Kind;

constexpr milliseconds kNameKnownFor = 50s;
constexpr milliseconds kLongestLookup = 10s;  // an abandoned lookup's thread is taken to be gone by then

bool was_abandoned(const HttpFailure& failure) noexcept {
  return failure.kind == Kind::Aborted || failure.kind == Kind::Deadline || failure.kind == Kind::ConnectTimeout;
}

}  // namespace

HttpClient::Engine::Engine(HttpSettings settings, Collaborators with)
    : settings_(std::move(settings)),
      loop_(with.loop),
      answers_(with.answers),
      clock_(with.clock),
      log_(with.log.room("net")),
      metrics_(with.metrics),
      hosts_(settings_.host_breaker, log_, with.metrics),
      gate_(settings_.max_lookups, kNameKnownFor),
      multi_(std::make_shared<CurlMulti>(
          loop_, clock_,
          ConnectionLimits{.most = settings_.max_connections, .most_idle = settings_.max_idle_connections},
          [this](CURL* easy, CURLcode code) { on_transfer_ended(easy, code); })) {}

void HttpClient::Engine::start(std::unique_ptr<Exchange> owned) {
  Exchange& exchange = *owned;
  exchange.id = ++last_id_;
  open_.emplace(exchange.id, std::move(owned));
  metrics_.open.add(1);
  if (is_closed_) return finish(exchange, HttpFailure{.kind = Kind::Closing, .message = "the HTTP client is closed"});
  if (auto failure = exchange.prepare(settings_, clock_.now())) return finish(exchange, std::move(*failure));
  if (exchange.stop_token.stop_possible()) {
    exchange.stop_callback.emplace(exchange.stop_token, Task([this, weak = weak_from_this(), id = exchange.id] {
                                     const auto self = weak.lock();
                                     if (self) loop_.post(later([id](Engine& engine) { engine.on_abort(id); }));
                                   }));
  }
  exchange.connect_streams(answers_, [this, id = exchange.id] {
    return Task([this, weak = weak_from_this(), id] {
      const auto self = weak.lock();
      if (self) loop_.post(later([id](Engine& engine) { engine.on_wake(id); }));
    });
  });
  proceed(exchange);
}

void HttpClient::Engine::close() {
  if (std::exchange(is_closed_, true)) return;
  while (!open_.empty()) {
    finish(*open_.begin()->second, HttpFailure{.kind = Kind::Closing, .message = "the HTTP client was closed"});
  }
  multi_->close();
}

void HttpClient::Engine::proceed(Exchange& exchange) {
  auto refusal = hosts_.enter(exchange.url().authority(), clock_.now(), exchange.host_pass);
  if (refusal) return finish(exchange, std::move(*refusal));
  const std::string host = exchange.lookup_host(settings_);
  exchange.phase = Exchange::Phase::Running;
  if (!is_address(host)) {
    const auto entry = gate_.enter(exchange.id, host, clock_.now());
    if (entry == ResolveGate::Entry::Lead) exchange.phase = Exchange::Phase::LookingUp;
    if (entry == ResolveGate::Entry::Wait) exchange.phase = Exchange::Phase::Waiting;
  }
  if (exchange.phase != Exchange::Phase::Waiting) begin(exchange);
  arm(exchange);
}

void HttpClient::Engine::begin(Exchange& exchange) {
  Task on_address;
  if (exchange.phase == Exchange::Phase::LookingUp) on_address = [this, &exchange] { this->on_address(exchange); };
  Easy easy = exchange.easy() != nullptr ? exchange.unload() : handles_.take();
  multi_->add(exchange.load(std::move(easy), settings_, clock_, std::move(on_address)));
}

void HttpClient::Engine::arm(Exchange& exchange) {
  if (exchange.timer != TimerId::None) loop_.cancel(std::exchange(exchange.timer, TimerId::None));
  const TimePoint when = exchange.wake_at(clock_.now());
  if (when == TimePoint::max()) return;
  exchange.timer = loop_.at(Deadline(when), later([id = exchange.id](Engine& engine) { engine.on_time(id); }));
}

void HttpClient::Engine::on_time(Id id) {
  Exchange* exchange = find(id);
  if (exchange == nullptr) return;
  exchange->timer = TimerId::None;
  if (auto failure = exchange->overdue(clock_.now())) return finish(*exchange, std::move(*failure));
  arm(*exchange);
}

void HttpClient::Engine::on_abort(Id id) {
  Exchange* exchange = find(id);
  if (exchange != nullptr) finish(*exchange, HttpFailure{.kind = Kind::Aborted, .message = "the request was aborted"});
}

void HttpClient::Engine::on_wake(Id id) {
  Exchange* exchange = find(id);
  if (exchange == nullptr) return;
  const CURLcode code = exchange->resume();
  if (code != CURLE_OK) on_transfer_ended(exchange->easy(), code);
}

// Runs inside libcurl, which may not be called from here.
void HttpClient::Engine::on_address(Exchange& exchange) {
  exchange.phase = Exchange::Phase::Running;
  loop_.post(later([host = exchange.lookup_host(settings_)](Engine& engine) {
    for (const Id id : engine.gate_.found(host, engine.clock_.now())) {
      Exchange* waiter = engine.find(id);
      if (waiter == nullptr) continue;
      waiter->phase = Exchange::Phase::Running;
      engine.begin(*waiter);
      engine.arm(*waiter);
    }
    engine.admit_leaders();
  }));
}

void HttpClient::Engine::on_transfer_ended(CURL* easy, CURLcode code) {
  Exchange* exchange = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &exchange);
  std::optional<HttpResult> result = exchange->conclude(code, settings_);
  if (result) return finish(*exchange, std::move(*result));
  leave_host(*exchange, Breaker::Verdict::Worked);
  multi_->remove(easy);  // the next hop keeps the handle, and with it the cookies of this request
  proceed(*exchange);
}

void HttpClient::Engine::finish(Exchange& exchange, HttpResult result) {
  const auto owned = std::move(open_.extract(exchange.id).mapped());
  exchange.stop_callback.reset();
  if (exchange.timer != TimerId::None) loop_.cancel(exchange.timer);
  unload(exchange);
  leave_host(exchange, HostBreakers::verdict_of(result));
  note(exchange, result);
  if (exchange.has_url()) leave_gate(exchange, result);
  exchange.answer(std::move(result), answers_);
}

void HttpClient::Engine::unload(Exchange& exchange) {
  if (exchange.easy() == nullptr) return;
  multi_->remove(exchange.easy());
  handles_.give_back(exchange.unload());
}

void HttpClient::Engine::leave_host(Exchange& exchange, Breaker::Verdict verdict) {
  hosts_.leave(std::exchange(exchange.host_pass, {}), verdict, clock_.now());
}

void HttpClient::Engine::leave_gate(const Exchange& exchange, const HttpResult& result) {
  const auto* failure = std::get_if<HttpFailure>(&result);
  if (is_closed_ || failure == nullptr || exchange.phase == Exchange::Phase::Running) return;
  const std::string host = exchange.lookup_host(settings_);
  if (exchange.phase == Exchange::Phase::Waiting) return gate_.withdraw(exchange.id, host);
  end_lookup(host, *failure);
}

void HttpClient::Engine::end_lookup(const std::string& host, const HttpFailure& failure) {
  const auto abandon = [host](Engine& engine) {
    engine.gate_.abandon(host);
    engine.admit_leaders();
  };
  if (was_abandoned(failure)) {
    loop_.at(Deadline::in(kLongestLookup, clock_), later(abandon));
    return;
  }
  if (failure.kind != Kind::Resolve) return loop_.post(later(abandon));
  for (const Id id : gate_.not_found(host)) {
    Exchange* waiter = find(id);
    if (waiter == nullptr) continue;
    waiter->phase = Exchange::Phase::Running;  // out of the gate
    finish(*waiter, failure);
  }
  loop_.post(later([](Engine& engine) { engine.admit_leaders(); }));
}

void HttpClient::Engine::admit_leaders() {
  while (const auto id = gate_.next_leader()) {
    Exchange* exchange = find(*id);
    JF_ASSERT(exchange != nullptr, "who waits for a lookup is an open request");
    exchange->phase = Exchange::Phase::LookingUp;
    begin(*exchange);
    arm(*exchange);
  }
}

void HttpClient::Engine::note(const Exchange& exchange, const HttpResult& result) {
  const auto* failure = std::get_if<HttpFailure>(&result);
  const std::string_view name = failure != nullptr ? name_of(failure->kind) : "response";
  metrics_.count(name);
  metrics_.open.add(-1);
  if (!log_.is_on(log::Level::Debug) || !exchange.has_url()) return;
  const int status = failure != nullptr ? 0 : std::get<HttpResponse>(result).status;
  log_.debug("http request ended", {{"host", exchange.url().host()},
                                    {"result", name},
                                    {"status", status},
                                    {"took", clock_.now() - exchange.started_at()}});
}

Exchange* HttpClient::Engine::find(Id id) noexcept {
  const auto found = open_.find(id);
  return found == open_.end() ? nullptr : found->second.get();
}

}  // namespace jackfield::net
