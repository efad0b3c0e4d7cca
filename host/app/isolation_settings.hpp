#pragma once

// Isolation of plugins as it is set: what is absent for one plugin is left to what holds for all.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/settings_binding.hpp"
#include "isolation/isolation.hpp"
#include "loader/isolation_mode.hpp"

namespace jackfield::app {

struct RunSettings;

struct IsolationOptions {
  std::optional<loader::IsolationMode> mode;
  std::optional<std::uint64_t> memory_limit;  // bytes
  std::optional<bool> retries_on_crash;
};

std::vector<SettingRow<RunSettings>> isolation_rows();

// Once all rows are bound: fills in the rooms' own settings.
void apply_isolation(RunSettings& settings);

}  // namespace jackfield::app
