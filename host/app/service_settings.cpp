#include "app/service_settings.hpp"

#include "app/run_settings.hpp"

namespace jackfield::app {

std::vector<SettingRow<RunSettings>> service_rows() {
  return {
      {{.name = "plugins.state-folder",
        .argument = "",
        .placeholder = "DIR",
        .fallback = "",
        .help = "where what plugins remember survives a restart, one file per plugin; for one host alone (unset: it "
                "survives reloads only)"},
       [](RunSettings& s, const config::Value& v) {
         if (v.is_set()) s.services.state_folder = std::string(v.text());
         return Result<void>();
       }}};
}

}  // namespace jackfield::app
