#pragma once

// What all executions share.

#include <atomic>
#include <cstddef>
#include <string_view>

#include "feel/expression_cache.hpp"
#include "metrics/metrics.hpp"
#include "outbound/input_schema.hpp"
#include "outbound/outbound.hpp"
#include "outbound/task_headers.hpp"
#include "secrets/secrets.hpp"

namespace jackfield::outbound {

struct Metrics {
  explicit Metrics(metrics::Registry& registry);

  metrics::Counter& completed;
  metrics::Counter& failed;
  metrics::Counter& bpmn_errors;
  metrics::Counter& unreported;
  metrics::Counter& busy;
};

struct Room {
  Room(Settings the_settings, Collaborators the_collaborators);

  // The variables of a job with its secrets in place.
  Result<std::string> with_secrets(const Job& job, const secrets::AllowList& allowed) const;
  // What must not be told of a job, by the names in its variables as they came.
  Result<secrets::Masker> masker(const Job& job, std::string_view raw_variables,
                                 const secrets::AllowList& allowed) const;

  const Settings settings;
  Collaborators with;
  Metrics metrics;
  TaskHeaderCache headers;
  feel::ExpressionCache expressions;
  InputSchemas schemas;
  std::atomic<std::size_t> in_flight = 0;
};

}  // namespace jackfield::outbound
