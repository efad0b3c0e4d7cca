#pragma once

// Settings of what plugins may ask the host for.

#include <vector>

#include "app/settings_binding.hpp"

namespace jackfield::app {

struct RunSettings;

std::vector<SettingRow<RunSettings>> service_rows();

}  // namespace jackfield::app
