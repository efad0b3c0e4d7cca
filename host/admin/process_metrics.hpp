#pragma once

// What the process itself uses, read when somebody asks: memory, processor time, descriptors, threads, uptime.
//
// Threads  one at a time.

#include "base/clock.hpp"
#include "metrics/metrics.hpp"

namespace jackfield::admin {

class ProcessMetrics {
 public:
  ProcessMetrics(metrics::Registry& registry, const Clock& clock);

  void refresh();
  nanoseconds uptime() const noexcept;

 private:
  const Clock& clock_;
  const TimePoint started_;
  metrics::Gauge& uptime_;
  metrics::Gauge& resident_bytes_;
  metrics::Counter& cpu_seconds_;
  metrics::Gauge& open_files_;
  metrics::Gauge& threads_;
};

}  // namespace jackfield::admin
