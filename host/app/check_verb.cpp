#include <fmt/format.h>

#include <fstream>
#include <optional>

#include "app/settings_binding.hpp"
#include "app/verbs.hpp"
#include "check/check.hpp"

namespace jackfield::app {
namespace {

constexpr std::string_view kUsage = "jackfield check [fuzz] PLUGIN.so [settings]";
constexpr std::string_view kSummary =
    "Holds a plugin file against the contract, each check in a process of its own; nothing leaves the machine.\n"
    "With the word fuzz: makes up bad input for its connectors until the time is over.\n"
    "Ends with 0 when all is well, 1 when a check failed or crashed, 2 when one warned under --strict, 3 when it was\n"
    "called wrongly.";

constexpr int kCheckFailed = 1;
constexpr int kCheckWarned = 2;
constexpr int kCalledWrongly = 3;

struct CheckSettings {
  std::vector<std::string> words;
  check::Settings check;
  std::string junit_file;
  check::FuzzSettings fuzz;
  bool as_json = false;
  bool is_strict = false;
  log::Settings log;  // nothing is logged; every verb has the rows
};

const std::vector<SettingRow<CheckSettings>>& rows() {
  using S = CheckSettings;
  using config::Value;
  static const std::vector<SettingRow<S>> kRows = with_common_rows<S>({
      {{.name = "plugin",
        .argument = "plugin",
        .placeholder = "PLUGIN.so",
        .fallback = "",
        .help = "the file to check, after the word fuzz if that is wanted",
        .is_list = true},
       [](S& s, const Value& v) {
         s.words = v.texts;
         return Result<void>();
       }},
      {{.name = "check.include",
        .argument = "--include",
        .placeholder = "REGEX",
        .fallback = "",
        .help = "only checks like this, such as ^O or unload"},
       [](S& s, const Value& v) {
         s.check.include = v.text();
         return Result<void>();
       }},
      {{.name = "check.exclude",
        .argument = "--exclude",
        .placeholder = "REGEX",
        .fallback = "",
        .help = "no checks like this"},
       [](S& s, const Value& v) {
         s.check.exclude = v.text();
         return Result<void>();
       }},
      {{.name = "check.seed",
        .argument = "--seed",
        .placeholder = "N",
        .fallback = "1",
        .help = "what made-up input is made from; the same seed makes the same"},
       [](S& s, const Value& v) { return assign(s.check.seed, config::as_number(v, 0, 1'000'000'000)); }},
      {{.name = "check.limit",
        .argument = "--limit",
        .placeholder = "TIME",
        .fallback = "45s",
        .help = "how long one check may take"},
       [](S& s, const Value& v) { return assign(s.check.limit, config::as_duration(v)); }},
      {{.name = "check.fuzz-time",
        .argument = "--time",
        .placeholder = "TIME",
        .fallback = "60s",
        .help = "how long to fuzz"},
       [](S& s, const Value& v) { return assign(s.fuzz.length, config::as_duration(v)); }},
      {{.name = "check.processes",
        .argument = "--processes",
        .placeholder = "N",
        .fallback = "1",
        .help = "how many processes fuzz at once"},
       [](S& s, const Value& v) { return assign(s.fuzz.processes, config::as_number(v, 1, 64)); }},
      {{.name = "check.in-process",
        .argument = "--in-process",
        .placeholder = "true|false",
        .fallback = "false",
        .help = "run checks in this process, for a debugger: a crash is a crash",
        .is_flag = true},
       [](S& s, const Value& v) { return assign(s.check.in_process, config::as_flag(v)); }},
      {{.name = "check.strict",
        .argument = "--strict",
        .placeholder = "true|false",
        .fallback = "false",
        .help = "end with 2 when there are warnings",
        .is_flag = true},
       [](S& s, const Value& v) { return assign(s.is_strict, config::as_flag(v)); }},
      {{.name = "check.json",
        .argument = "--json",
        .placeholder = "true|false",
        .fallback = "false",
        .help = "print the report as JSON",
        .is_flag = true},
       [](S& s, const Value& v) { return assign(s.as_json, config::as_flag(v)); }},
      {{.name = "check.junit",
        .argument = "--junit",
        .placeholder = "FILE",
        .fallback = "",
        .help = "write the report as JUnit's XML too"},
       [](S& s, const Value& v) {
         s.junit_file = v.text();
         return Result<void>();
       }},
  });
  return kRows;
}

int called_wrongly(const Failure& failure) {
  cannot_start("check", failure);
  return kCalledWrongly;
}

int exit_code(const check::Report& report, bool is_strict) {
  if (report.count(check::Status::Fail) + report.count(check::Status::Crash) > 0) return kCheckFailed;
  return is_strict && report.count(check::Status::Warn) > 0 ? kCheckWarned : kDone;
}

// Takes the words apart. Nothing: they make no sense.
std::optional<bool> wants_fuzz(CheckSettings& settings) {
  const std::vector<std::string>& words = settings.words;
  const bool is_fuzz = words.size() == 2 && words[0] == "fuzz";
  if (words.size() != 1 && !is_fuzz) return std::nullopt;
  settings.check.plugin = words.back();
  return is_fuzz;
}

}  // namespace

int check_verb(const Arguments& arguments) {
  static const std::vector<config::Key> kKeys = keys_of(rows());
  if (asks_for_help(arguments)) {
    fmt::print("{}", config::help(kUsage, kSummary, kKeys));
    return kDone;
  }
  Result<config::Document> document = read_settings(kKeys, arguments);
  if (!document) return called_wrongly(document.failure());
  Result<CheckSettings> settings = bind_settings(*document, rows());
  if (!settings) return called_wrongly(settings.failure());
  const std::optional<bool> is_fuzz = wants_fuzz(*settings);
  if (!is_fuzz) return called_wrongly({Fault::InvalidInput, "expected one plugin file"});

  const auto on_row = [&](const check::Row& row) {
    if (!settings->as_json) fmt::print("{}\n", check::as_text(row));
  };
  const Result<check::Report> report = *is_fuzz ? check::fuzz(settings->check, settings->fuzz, system_clock(), on_row)
                                                : check::run_checks(settings->check, system_clock(), on_row);
  if (!report) return called_wrongly(report.failure());
  if (!settings->junit_file.empty()) std::ofstream(settings->junit_file) << check::as_junit(*report);
  fmt::print("{}\n", settings->as_json ? check::as_json(*report) : check::summary(*report));
  return exit_code(*report, settings->is_strict);
}

}  // namespace jackfield::app
