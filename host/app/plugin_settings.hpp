#pragma once

// Settings of how plugins are watched, trusted and held in check; those of where they are are among the run settings.

#include <vector>

#include "app/settings_binding.hpp"

namespace jackfield::app {

struct RunSettings;

std::vector<SettingRow<RunSettings>> plugin_rows();

}  // namespace jackfield::app
