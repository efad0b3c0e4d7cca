#pragma once

// Counters, gauges and histograms that the host publishes under the plugin's id.

#include "jackfield/sdk/core.hpp"
#include "jackfield/sdk/log.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

JF_SDK_BEGIN

// One metric. [any] Cheap to copy; borrows the generation's core.
class metric {
 public:
  metric(const core& owner, uint64_t id) noexcept : owner_(&owner), id_(id) {}

  // Adds to a counter, sets a gauge, observes in a histogram. Labels have few different values.
  void record(double value, std::initializer_list<log_field> labels = {}) const {
    with_pairs(labels, [&](const jf_kv* pairs, uint32_t count) {
      owner_->metrics().record(owner_->ctx(), id_, value, pairs, count);
    });
  }

 private:
  const core* owner_;
  uint64_t id_;
};

// [any] Defining a name again gives the same metric, also in the next generation.
class metric_service {
 public:
  explicit metric_service(const core& owner) noexcept : owner_(&owner) {}

  metric counter(std::string_view name, std::string_view unit, std::string_view help) const {
    return define(JF_METRIC_COUNTER, name, unit, help);
  }
  metric gauge(std::string_view name, std::string_view unit, std::string_view help) const {
    return define(JF_METRIC_GAUGE, name, unit, help);
  }
  metric histogram(std::string_view name, std::string_view unit, std::string_view help) const {
    return define(JF_METRIC_HISTOGRAM, name, unit, help);
  }

 private:
  metric define(uint32_t kind, std::string_view name, std::string_view unit, std::string_view help) const {
    uint64_t id = 0;
    const jf_status status =
        owner_->metrics().define(owner_->ctx(), kind, to_str(name), to_str(unit), to_str(help), &id);
    if (status != JF_OK) throw service_error("metric " + std::string(name) + " refused by the host", status);
    return metric(*owner_, id);
  }

  const core* owner_;
};

JF_SDK_END
