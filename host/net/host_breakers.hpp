#pragma once

// Leaves target hosts alone that fail: a breaker for each "host:port", shared by all who send requests.
//
// A connection that cannot be made or breaks, a timeout and a status of 500 or above are failures; any other response
// is a sign of life. Only hosts that failed lately are remembered, and not more than a thousand.
//
// Threads: one, the loop's.

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/breaker.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"
#include "net/http_client.hpp"

namespace jackfield::net {

class HostBreakers {
 public:
  // Given for one request to one host, back with what came of it.
  struct Pass {
    std::string host;  // empty: nobody counts
    std::optional<Breaker::Pass> entered;
  };

  // Without settings every host may be called always.
  HostBreakers(const std::optional<Breaker::Settings>& settings, log::Logger log, metrics::Registry& metrics);

  // A failure: the request is not to be sent.
  std::optional<HttpFailure> enter(const std::string& host, TimePoint now, Pass& pass);

  void leave(Pass pass, Breaker::Verdict verdict, TimePoint now);

  static Breaker::Verdict verdict_of(const HttpResult& result) noexcept;

 private:
  struct Host {
    Breaker breaker;
    TimePoint used_at{};
  };

  Host* find_or_add(const std::string& host, TimePoint now);
  bool make_room();
  void tell(const std::string& host, const Breaker& breaker, TimePoint now);

  const std::optional<Breaker::Settings> settings_;
  const log::Logger log_;
  metrics::Gauge& suspended_;
  std::unordered_map<std::string, Host> hosts_;
};

}  // namespace jackfield::net
