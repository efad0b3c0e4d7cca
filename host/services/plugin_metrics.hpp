#pragma once

// The metrics that plugins define: named after their plugin, found again by its next generation, and kept few.
//
// A metric shows up as jackfield_plugin_<id>_<name>[_<unit>][_total]. Per metric, 200 sets of labels are kept apart;
// more are counted under "other".
//
// Threads: any.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/mutex.hpp"
#include "jackfield/services.h"
#include "metrics/metrics.hpp"

namespace jackfield::services {

struct MetricDefinition {
  std::string plugin;
  std::uint32_t kind = 0;
  std::string name;
  std::string unit;
  std::string help;
};

class PluginMetrics {
 public:
  explicit PluginMetrics(metrics::Registry& registry);

  // JF_OK and the id, or why not.
  std::pair<jf_status, std::uint64_t> define(const MetricDefinition& definition);

  // Of that plugin; the id of another's is unknown.
  void record(std::string_view plugin, std::uint64_t id, double value, const jf_kv* labels, std::uint32_t count);

 private:
  using Instance = std::variant<metrics::Counter*, metrics::Gauge*, metrics::Histogram*>;
  using LabelList = std::vector<std::pair<std::string, std::string>>;
  struct Metric {
    MetricDefinition definition;
    std::string full_name;
    std::unordered_map<std::string, Instance> instances;  // by labels
  };

  Instance instance(Metric& metric, LabelList labels) JF_REQUIRES(mutex_);
  Instance make(const Metric& metric, const LabelList& labels) JF_REQUIRES(mutex_);
  Metric* find(std::string_view plugin, std::uint64_t id) JF_REQUIRES(mutex_);

  metrics::Registry& registry_;
  metrics::Counter& ignored_;

  Mutex mutex_;
  std::vector<std::unique_ptr<Metric>> metrics_ JF_GUARDED_BY(mutex_);           // id - 1 is the index
  std::map<std::string, std::uint64_t, std::less<>> ids_ JF_GUARDED_BY(mutex_);  // by full name
};

}  // namespace jackfield::services
