#pragma once

// What the HTTP client counts: how requests ended, and how many are open.

#include <string_view>
#include <unordered_map>

#include "metrics/metrics.hpp"

namespace jackfield::net {

class ClientMetrics {
 public:
  explicit ClientMetrics(metrics::Registry& registry)
      : open(registry.gauge("jackfield_http_client_open_requests", "requests that wait for an answer")),
        registry_(registry) {}

  // `result` is "response" or the name of a failure's kind.
  void count(std::string_view result) {
    auto found = ended_.find(result);
    if (found == ended_.end()) {
      metrics::Counter& counter = registry_.counter("jackfield_http_client_requests_total",
                                                    "requests that ended, by result", {{"result", result}});
      found = ended_.emplace(result, &counter).first;
    }
    found->second->add();
  }

  metrics::Gauge& open;

 private:
  metrics::Registry& registry_;
  std::unordered_map<std::string_view, metrics::Counter*> ended_;  // keys are literals
};

}  // namespace jackfield::net
