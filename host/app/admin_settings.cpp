// Exempt from the length limit: a table of settings.
#include "app/admin_settings.hpp"

#include "app/run_settings.hpp"

namespace jackfield::app {
namespace {

using config::as_flag;
using config::as_number;
using config::as_text;
using config::Value;
using S = RunSettings;

Result<void> assign_port(S& s, const Value& v) {
  s.admin.is_port_chosen = v.origin != "default";
  return assign(s.admin.admin.server.port, as_number(v, 0, 65535));
}

Result<void> assign_token(S& s, const Value& v) {
  if (v.is_set()) s.admin.admin.token = SecretText(std::string(v.text()));
  return {};
}

}  // namespace

std::vector<SettingRow<RunSettings>> admin_rows() {
  return {
      {{.name = "admin.enabled",
        .argument = "",
        .placeholder = "true|false",
        .fallback = "true",
        .help = "serve health, metrics and views of this host over HTTP"},
       [](S& s, const Value& v) { return assign(s.admin.is_enabled, as_flag(v)); }},
      {{.name = "admin.address",
        .argument = "--admin-address",
        .placeholder = "ADDRESS",
        .fallback = "0.0.0.0",
        .help = "at which address; 127.0.0.1 for this machine alone",
        .properties = {"server.address", "management.server.address"}},
       [](S& s, const Value& v) { return assign(s.admin.admin.server.address, as_text(v)); }},
      {{.name = "admin.port",
        .argument = "--admin-port",
        .placeholder = "PORT",
        .fallback = "8080",
        .help = "at which port (0: one that is free); if it was not chosen and is taken, nothing is served",
        .properties = {"server.port", "management.server.port"}},
       &assign_port},
      {{.name = "admin.token",
        .argument = "",
        .placeholder = "TEXT",
        .fallback = "",
        .help = "what who changes something over HTTP has to show (unset: nothing can be changed)",
        .is_secret = true},
       &assign_token},
      {{.name = "admin.runtime-id",
        .argument = "",
        .placeholder = "NAME",
        .fallback = "localhost",
        .help = "name of this host among several, in what it serves",
        .properties = {"camunda.connector.hostname"},
        .aliases = {"HOSTNAME"}},
       [](S& s, const Value& v) { return assign(s.admin.admin.runtime_id, as_text(v)); }},
  };
}

}  // namespace jackfield::app
