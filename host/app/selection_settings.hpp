#pragma once

// Which connectors serve, as it is set.

#include <optional>
#include <vector>

#include "app/settings_binding.hpp"

namespace jackfield::app {

struct RunSettings;

// Lists of job types, as they were given; absent: not at all, which is not the same as a list of none.
struct SelectionOptions {
  std::optional<std::vector<std::string>> enabled;
  std::optional<std::vector<std::string>> disabled;
};

std::vector<SettingRow<RunSettings>> selection_rows();

// Once all rows are bound. Fails if both lists are given.
Result<void> apply_selection(RunSettings& settings);

}  // namespace jackfield::app
