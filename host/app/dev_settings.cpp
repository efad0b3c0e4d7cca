#include "app/dev_settings.hpp"

#include "app/settings_binding.hpp"

namespace jackfield::app {
namespace {

using config::as_duration;
using config::as_flag;
using config::as_number;
using config::as_text;
using config::Value;
using S = DevSettings;

const std::vector<SettingRow<S>>& rows() {
  static const std::vector<SettingRow<S>> kRows = with_common_rows<S>({
      {{.name = "models",
        .argument = "models",
        .placeholder = "FILE.bpmn",
        .fallback = "",
        .help = "BPMN files to deploy at start",
        .is_list = true},
       [](S& s, const Value& v) {
         s.models = v.texts;
         return Result<void>();
       }},
      {{.name = "dev.listen",
        .argument = "--listen",
        .placeholder = "HOST:PORT",
        .fallback = "127.0.0.1:26500",
        .help = "where to listen; port 0 takes a free one"},
       [](S& s, const Value& v) { return assign(s.gateway.listen, as_text(v)); }},
      {{.name = "dev.rest-listen",
        .argument = "--rest-listen",
        .placeholder = "HOST:PORT",
        .fallback = "",
        .help = "where to serve the REST interface, which has messages alone (unset: nowhere)"},
       [](S& s, const Value& v) {
         s.gateway.rest_listen = std::string(v.text());
         return Result<void>();
       }},
      {{.name = "dev.address-file",
        .argument = "--address-file",
        .placeholder = "FILE",
        .fallback = "",
        .help = "file to write the address to, once it listens"},
       [](S& s, const Value& v) {
         s.address_file = v.text();
         return Result<void>();
       }},
      {{.name = "dev.start",
        .argument = "--start",
        .placeholder = "PROCESS",
        .fallback = "",
        .help = "start instances of this process and print the variables with which each ends"},
       [](S& s, const Value& v) {
         s.process = v.text();
         return Result<void>();
       }},
      {{.name = "dev.count",
        .argument = "--count",
        .placeholder = "N",
        .fallback = "1",
        .help = "how many instances to start at once"},
       [](S& s, const Value& v) { return assign(s.count, as_number(v, 1, 10'000)); }},
      {{.name = "dev.every",
        .argument = "--every",
        .placeholder = "TIME",
        .fallback = "",
        .help = "start one more each time this has passed"},
       [](S& s, const Value& v) { return v.is_set() ? assign(s.every, as_duration(v)) : Result<void>(); }},
      {{.name = "dev.variables",
        .argument = "--variables",
        .placeholder = "JSON",
        .fallback = "{}",
        .help = "variables of the instances"},
       [](S& s, const Value& v) { return assign(s.variables, as_text(v)); }},
      {{.name = "dev.exit-when-done",
        .argument = "--exit-when-done",
        .placeholder = "true|false",
        .fallback = "false",
        .help = "end when the first instances have: with 0 if all completed, else with 1",
        .is_flag = true},
       [](S& s, const Value& v) { return assign(s.exits_when_done, as_flag(v)); }},
  });
  return kRows;
}

}  // namespace

config::Table dev_table() {
  static const std::vector<config::Key> kKeys = keys_of(rows());
  return kKeys;
}

Result<DevSettings> bind_dev_settings(const config::Document& document) {
  return bind_settings(document, rows());
}

}  // namespace jackfield::app
