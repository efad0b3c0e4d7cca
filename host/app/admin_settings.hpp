#pragma once

// Where the host serves its endpoints, as it is set.

#include <vector>

#include "admin/admin.hpp"
#include "app/settings_binding.hpp"

namespace jackfield::app {

struct RunSettings;

struct AdminSettings {
  bool is_enabled = true;
  bool is_port_chosen = false;  // then it is an error that it cannot be had
  admin::Settings admin;
};

std::vector<SettingRow<RunSettings>> admin_rows();

}  // namespace jackfield::app
