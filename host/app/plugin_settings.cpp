#include "app/plugin_settings.hpp"

#include "app/run_settings.hpp"

namespace jackfield::app {
namespace {

using config::as_duration;
using config::Value;
using S = RunSettings;

config::Key key(std::string_view name, std::string_view placeholder, std::string_view fallback, std::string_view help) {
  return {.name = name, .argument = "", .placeholder = placeholder, .fallback = fallback, .help = help};
}

}  // namespace

std::vector<SettingRow<RunSettings>> plugin_rows() {
  return {
      {key("plugins.hang-limit", "TIME", "1s",
           "how long a connector that must not block may stay in a call before it is moved to the threads that may"),
       [](S& s, const Value& v) { return assign(s.loader.hang_limit, as_duration(v)); }},
  };
}

}  // namespace jackfield::app
