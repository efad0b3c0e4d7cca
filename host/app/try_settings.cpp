#include "app/try_settings.hpp"

#include <algorithm>

#include "app/settings_binding.hpp"

namespace jackfield::app {
namespace {

using config::as_flag;
using config::as_text;
using config::Value;
using S = TrySettings;

constexpr std::string_view kLogLevel = "log.level";
constexpr std::string_view kUsage =
    "jackfield try MODEL.bpmn [--element ID] [--variables JSON] [--mock JSON | --live] [settings]";
constexpr std::string_view kSummary =
    "Runs one element of a model as a job, without a cluster, and shows each step: input mappings, secrets, the input\n"
    "of the connector, its requests and their answers, result and error expression with what they see, the command\n"
    "that the engine would get, and what its output mappings make of it.\n"
    "\n"
    "Nothing leaves the machine: a request is shown, and answered by --mock. Without one it ends there; --live\n"
    "sends it. Values of secrets are shown as ***.\n"
    "\n"
    "  jackfield try order.bpmn --element Task_1 --variables v.json\n"
    "  jackfield try order.bpmn --element Task_1 --variables '{\"id\":7}' --mock '{\"status\":404}'\n"
    "  jackfield try order.bpmn --element Task_1 --variables v.json --secrets s.env --live\n"
    "\n"
    "Ends with 0 when the job completes or it ended before a request, with 1 when the job fails, throws a BPMN\n"
    "error or raises an incident, with 2 when it could not be made.";
constexpr std::string_view kOtherSettings =
    "The other settings of jackfield run (secrets, time zone, HTTP) are taken from the same file and environment.\n";

const std::vector<SettingRow<S>>& rows() {
  static const std::vector<SettingRow<S>> kRows{
      {{.name = "try.model", .argument = "model", .placeholder = "MODEL.bpmn", .fallback = "", .help = "BPMN file"},
       [](S& s, const Value& v) {
         s.model = v.text();
         return Result<void>();
       }},
      {{.name = "try.element",
        .argument = "--element",
        .placeholder = "ID",
        .fallback = "",
        .help = "which element; may be left out when only one has a job type"},
       [](S& s, const Value& v) {
         s.element = v.text();
         return Result<void>();
       }},
      {{.name = "try.variables",
        .argument = "--variables",
        .placeholder = "FILE|JSON",
        .fallback = "{}",
        .help = "variables of the process instance: a JSON object, a file with it, or - for standard input"},
       [](S& s, const Value& v) { return assign(s.variables, as_text(v)); }},
      {{.name = "try.secrets",
        .argument = "--secrets",
        .placeholder = "FILE",
        .fallback = "",
        .help = "file of lines NAME=VALUE; asked before the environment and the other sources of jackfield run",
        .is_list = true},
       [](S& s, const Value& v) {
         s.secrets.assign(v.texts.begin(), v.texts.end());
         return Result<void>();
       }},
      {{.name = "try.mock",
        .argument = "--mock",
        .placeholder = "FILE|JSON",
        .fallback = "",
        .help =
            "answer to a request: {\"status\", \"headers\", \"body\"}, or the body alone for status 200; given more "
            "than once, one for each request",
        .is_list = true,
        .has_commas = true},
       [](S& s, const Value& v) {
         s.mocks = v.texts;
         return Result<void>();
       }},
      {{.name = "try.live",
        .argument = "--live",
        .placeholder = "true|false",
        .fallback = "false",
        .help = "send the requests that no --mock answers",
        .is_flag = true},
       [](S& s, const Value& v) { return assign(s.is_live, as_flag(v)); }},
      {{.name = "try.json",
        .argument = "--json",
        .placeholder = "true|false",
        .fallback = "false",
        .help = "print one JSON object instead of text",
        .is_flag = true},
       [](S& s, const Value& v) { return assign(s.is_json, as_flag(v)); }},
  };
  return kRows;
}

// Of the settings of run, those that one gives on the command line here.
bool is_shown(const config::Key& key) {
  return key.name == "plugins.folders" || key.name == "config" || key.name == kLogLevel;
}

}  // namespace

config::Table try_table() {
  static const std::vector<config::Key> kKeys = [] {
    std::vector<config::Key> keys = keys_of(rows());
    const config::Table others = run_table();
    keys.insert(keys.end(), others.begin(), others.end());
    return keys;
  }();
  return kKeys;
}

std::string try_help() {
  std::vector<config::Key> shown = keys_of(rows());
  const config::Table others = run_table();
  std::copy_if(others.begin(), others.end(), std::back_inserter(shown), &is_shown);
  for (config::Key& key : shown) {
    if (key.name == kLogLevel) key.fallback = "warn";
  }
  return config::help(kUsage, kSummary, shown) + std::string(kOtherSettings);
}

Result<TrySettings> bind_try_settings(const config::Document& document) {
  Result<TrySettings> settings = bind_settings(document, rows());
  if (!settings) return settings;
  Result<RunSettings> run = bind_run_settings(document);
  if (!run) return std::move(run).failure();
  settings->run = *std::move(run);
  if (document.at(kLogLevel).origin == "default") settings->run.log.level = log::Level::Warn;
  if (settings->model.empty()) return Failure{Fault::InvalidInput, "expected a BPMN file; --help tells more"};
  return settings;
}

}  // namespace jackfield::app
