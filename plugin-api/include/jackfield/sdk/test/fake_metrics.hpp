#pragma once

// Metrics as plain numbers: counters add up, gauges and histograms keep the last value.

#include "jackfield/sdk/test/records.hpp"

#include <map>
#include <string>
#include <vector>

namespace jf::test {

class fake_metrics {
 public:
  std::map<std::string, double> values;  // by name

  jf_status define(uint32_t kind, jf_str name, uint64_t* out) {
    for (std::size_t i = 0; i < defined_.size(); ++i) {
      if (defined_[i].name != to_view(name)) continue;
      *out = i + 1;
      return defined_[i].kind == kind ? JF_OK : JF_ERR_CONFLICT;
    }
    defined_.push_back({copy(name), kind});
    *out = defined_.size();
    return JF_OK;
  }

  void record(uint64_t id, double value) {
    if (id == 0 || id > defined_.size()) return;
    double& kept = values[defined_[id - 1].name];
    kept = defined_[id - 1].kind == JF_METRIC_COUNTER ? kept + value : value;
  }

 private:
  struct definition {
    std::string name;
    uint32_t kind;
  };
  std::vector<definition> defined_;
};

}  // namespace jf::test
