// Exempt from the length limit: a table of settings.
#include "app/selection_settings.hpp"

#include "app/run_settings.hpp"

namespace jackfield::app {
namespace {

using config::as_duration;
using config::as_flag;
using config::Value;
using S = RunSettings;

Result<void> assign_list(std::optional<std::vector<std::string>>& target, const Value& value) {
  if (value.origin != "default") target = value.texts;
  return {};
}

}  // namespace

std::vector<SettingRow<RunSettings>> selection_rows() {
  return {
      {{.name = "connectors.disabled",
        .argument = "",
        .placeholder = "TYPE",
        .fallback = "",
        .help = "job types that are not served though a plugin is there",
        .aliases = {"CONNECTOR_OUTBOUND_DISABLED"},
        .is_list = true,
        .may_be_empty = true},
       [](S& s, const Value& v) { return assign_list(s.selection.disabled, v); }},
      {{.name = "connectors.enabled",
        .argument = "",
        .placeholder = "TYPE",
        .fallback = "",
        .help = "the only job types that are served; given without any, none is",
        .aliases = {"CONNECTOR_OUTBOUND_ENABLED"},
        .is_list = true,
        .may_be_empty = true},
       [](S& s, const Value& v) { return assign_list(s.selection.enabled, v); }},
      {{.name = "worker.types.<type>.enabled",
        .argument = "",
        .placeholder = "true|false",
        .fallback = "",
        .help = "whether one job type is served, whatever the lists say",
        .properties = {"camunda.client.worker.override.<type>.enabled"},
        .old_names = {"camunda.client.zeebe.override.<type>.enabled", "zeebe.client.worker.override.<type>.enabled"}},
       [](S& s, const Value& v) { return assign(s.worker.selection.by_type[v.member], as_flag(v)); }},
      {{.name = "worker.types.<type>.job-timeout",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "",
        .help = "worker.job-timeout of one job type",
        .properties = {"camunda.client.worker.override.<type>.timeout"},
        .old_names = {"camunda.client.zeebe.override.<type>.timeout", "zeebe.client.worker.override.<type>.timeout"}},
       [](S& s, const Value& v) { return assign(s.worker.selection.timeout_by_type[v.member], as_duration(v)); }},
      {{.name = "connectors.names.<name>.job-timeout",
        .argument = "",
        .placeholder = "TIME",
        .fallback = "",
        .help = "worker.job-timeout of the connector with that name, written as Java writes names in variables",
        .properties = {"CONNECTOR_<name>_TIMEOUT"}},
       [](S& s, const Value& v) { return assign(s.worker.selection.timeout_by_name[v.member], as_duration(v)); }},
  };
}

Result<void> apply_selection(RunSettings& settings) {
  const auto& [enabled, disabled] = settings.selection;
  if (enabled && disabled) {
    return Failure{Fault::InvalidInput,
                   "settings \"connectors.enabled\" and \"connectors.disabled\" are mutually exclusive: expected one"};
  }
  if (disabled) {
    for (const std::string& type : *disabled) settings.worker.selection.without.insert(worker::small_letters(type));
  }
  if (!enabled) return {};
  settings.worker.selection.only.emplace();
  for (const std::string& type : *enabled) settings.worker.selection.only->insert(worker::small_letters(type));
  return {};
}

}  // namespace jackfield::app
