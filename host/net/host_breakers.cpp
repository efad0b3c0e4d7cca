#include "net/host_breakers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace jackfield::net {
namespace {

using Kind = HttpFailure::Kind;
using State = Breaker::State;
using Verdict = Breaker::Verdict;

constexpr std::size_t kMaxHosts = 1000;
constexpr int kFirstServerError = 500;

// While somebody tries a host, the others may hear soon how that went.
constexpr milliseconds kWhileTried = 1s;

milliseconds again_in(const Breaker& breaker, TimePoint now) {
  if (breaker.state() != State::Open) return kWhileTried;
  return std::max(std::chrono::ceil<milliseconds>(breaker.retry_at() - now), milliseconds(1));
}

HttpFailure suspended(const std::string& host, milliseconds again_in) {
  const auto wait = std::chrono::ceil<seconds>(again_in);
  return {.kind = Kind::Suspended,
          .message = fmt::format("request to {} was not sent: the host failed too often and is tried again in {} s",
                                 host, wait.count()),
          .proxy_status = std::nullopt,
          .again_in = again_in};
}

}  // namespace

HostBreakers::HostBreakers(const std::optional<Breaker::Settings>& settings, log::Logger log,
                           metrics::Registry& metrics)
    : settings_(settings),
      log_(std::move(log)),
      suspended_(metrics.gauge("jackfield_http_client_suspended_hosts",
                               "target hosts that are left alone or tried with one request")) {}

std::optional<HttpFailure> HostBreakers::enter(const std::string& host, TimePoint now, Pass& pass) {
  if (!settings_) return std::nullopt;
  pass = {.host = host, .entered = std::nullopt};
  const auto known = hosts_.find(host);
  if (known == hosts_.end()) return std::nullopt;
  Breaker& breaker = known->second.breaker;
  const State before = breaker.state();
  known->second.used_at = now;
  pass.entered = breaker.enter(now);
  if (breaker.state() != before) tell(host, breaker, now);
  if (pass.entered) return std::nullopt;
  pass.host.clear();
  return suspended(host, again_in(breaker, now));
}

void HostBreakers::leave(Pass pass, Verdict verdict, TimePoint now) {
  if (pass.host.empty()) return;
  // A host that works needs no entry.
  if (verdict != Verdict::Failed && !hosts_.contains(pass.host)) return;
  Host* host = find_or_add(pass.host, now);
  if (host == nullptr) return;
  Breaker& breaker = host->breaker;
  const State before = breaker.state();
  if (!pass.entered && before == State::Closed) pass.entered = breaker.enter(now);
  if (!pass.entered) return;
  if (breaker.leave(*pass.entered, verdict, now)) {
    if (before == State::Closed) suspended_.add(1);
    if (breaker.state() == State::Closed) suspended_.add(-1);
    tell(pass.host, breaker, now);
  }
  if (breaker.is_spotless()) hosts_.erase(pass.host);
}

Verdict HostBreakers::verdict_of(const HttpResult& result) noexcept {
  if (const auto* response = std::get_if<HttpResponse>(&result)) {
    return response->status >= kFirstServerError ? Verdict::Failed : Verdict::Worked;
  }
  switch (std::get<HttpFailure>(result).kind) {
    case Kind::Resolve:
    case Kind::Connect:
    case Kind::ConnectTimeout:
    case Kind::ReadTimeout:
    case Kind::Deadline:
    case Kind::Io:
      return Verdict::Failed;
    case Kind::Redirect:
    case Kind::TooLarge:
      return Verdict::Worked;
    default:
      return Verdict::Unknown;
  }
}

HostBreakers::Host* HostBreakers::find_or_add(const std::string& host, TimePoint now) {
  const auto known = hosts_.find(host);
  if (known != hosts_.end()) return &known->second;
  if (hosts_.size() >= kMaxHosts && !make_room()) return nullptr;
  return &hosts_.emplace(host, Host{Breaker(*settings_), now}).first->second;
}

// Forgets the closed one that was not called for the longest time.
bool HostBreakers::make_room() {
  auto oldest = hosts_.end();
  for (auto host = hosts_.begin(); host != hosts_.end(); ++host) {
    if (host->second.breaker.state() != State::Closed) continue;
    if (oldest == hosts_.end() || host->second.used_at < oldest->second.used_at) oldest = host;
  }
  if (oldest == hosts_.end()) return false;
  hosts_.erase(oldest);
  return true;
}

void HostBreakers::tell(const std::string& host, const Breaker& breaker, TimePoint now) {
  switch (breaker.state()) {
    case State::Open:
      log_.warn("target host fails, requests to it end at once", {{"host", host}, {"pause", again_in(breaker, now)}});
      return;
    case State::HalfOpen:
      log_.info("target host is tried with one request", {{"host", host}});
      return;
    case State::Closed:
      log_.info("target host works again", {{"host", host}});
      return;
  }
}

}  // namespace jackfield::net
