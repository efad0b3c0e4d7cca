#pragma once

// The HTTP client's half on the loop thread: which requests are open, where each stands, and what ends it.

#include <cstdint>
#include <memory>
#include <unordered_map>

#include "net/client_metrics.hpp"
#include "net/curl_multi.hpp"
#include "net/easy_pool.hpp"
#include "net/exchange.hpp"
#include "net/host_breakers.hpp"
#include "net/http_client.hpp"
#include "net/resolve_gate.hpp"

namespace jackfield::net {

class HttpClient::Engine : public std::enable_shared_from_this<Engine> {
 public:
  Engine(HttpSettings settings, Collaborators collaborators);

  // Any thread.
  Loop& loop() noexcept { return loop_; }

  // Loop thread.
  void start(std::unique_ptr<Exchange> exchange);
  void close();

 private:
  using Id = std::uint64_t;

  void proceed(Exchange& exchange);  // past its host's breaker and through the resolve gate
  void begin(Exchange& exchange);    // on to libcurl
  void arm(Exchange& exchange);

  void on_time(Id id);
  void on_abort(Id id);
  void on_wake(Id id);
  void on_address(Exchange& exchange);
  void on_transfer_ended(CURL* easy, CURLcode code);

  // The request's one answer.
  void finish(Exchange& exchange, HttpResult result);
  void unload(Exchange& exchange);
  void leave_host(Exchange& exchange, Breaker::Verdict verdict);
  void leave_gate(const Exchange& exchange, const HttpResult& result);
  void end_lookup(const std::string& host, const HttpFailure& failure);
  void admit_leaders();
  void note(const Exchange& exchange, const HttpResult& result);

  Exchange* find(Id id) noexcept;

  // A task that runs on the loop if the engine is still there.
  template <typename Work>
  Task later(Work work) {
    return [weak = weak_from_this(), work = std::move(work)]() mutable {
      if (const auto self = weak.lock()) work(*self);
    };
  }

  const HttpSettings settings_;
  Loop& loop_;
  Executor& answers_;
  const Clock& clock_;
  const log::Logger log_;

  ClientMetrics metrics_;
  HostBreakers hosts_;
  ResolveGate gate_;
  EasyPool handles_;
  std::shared_ptr<CurlMulti> multi_;
  std::unordered_map<Id, std::unique_ptr<Exchange>> open_;
  Id last_id_ = 0;
  bool is_closed_ = false;
};

}  // namespace jackfield::net
