#pragma once

// Limits of job types and target hosts as they are set: what is absent is left to all types, or to the default.

#include <optional>
#include <vector>

#include "app/settings_binding.hpp"
#include "base/breaker.hpp"
#include "worker/worker.hpp"

namespace jackfield::app {

struct RunSettings;

struct BreakerOptions {
  std::optional<std::uint64_t> threshold_percent;  // 0: off
  std::optional<std::uint64_t> window;
  std::optional<milliseconds> pause;
  std::optional<milliseconds> longest_pause;
};

struct LimitOptions {
  std::optional<std::uint64_t> max_jobs_active;
  std::optional<worker::Rate> rate;  // its burst is not set here; no jobs: off
  std::optional<std::uint64_t> burst;
  BreakerOptions breaker;
};

std::vector<SettingRow<RunSettings>> limit_rows();

// Once all rows are bound: fills in the rooms' own settings.
void apply_limits(RunSettings& settings);

// "10" or "10/s", "30/m", "500/h"; "off".
Result<worker::Rate> as_rate(const config::Value& value);

}  // namespace jackfield::app
