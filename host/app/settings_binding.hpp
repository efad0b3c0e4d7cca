#pragma once

// What the verbs share in reading settings: rows that carry a key and what to do with its value.

#include <optional>
#include <string>
#include <vector>

#include "app/verbs.hpp"
#include "base/result.hpp"
#include "config/document.hpp"
#include "log/log.hpp"

namespace jackfield::app {

// One row of a verb's table. `apply` is called with the value, which may be unset; for a family, with each that is set.
template <typename Settings>
struct SettingRow {
  config::Key key;
  Result<void> (*apply)(Settings& settings, const config::Value& value);
};

template <typename Settings>
std::vector<config::Key> keys_of(const std::vector<SettingRow<Settings>>& rows) {
  std::vector<config::Key> keys;
  keys.reserve(rows.size());
  for (const SettingRow<Settings>& row : rows) keys.push_back(row.key);
  return keys;
}

template <typename Settings>
Result<Settings> bind_settings(const config::Document& document, const std::vector<SettingRow<Settings>>& rows) {
  Settings settings;
  for (const SettingRow<Settings>& row : rows) {
    for (const auto& [member, value] : document.members(row.key.name)) {
      if (Result<void> done = row.apply(settings, value); !done) return done.failure();
    }
    if (row.key.is_family()) continue;
    if (Result<void> done = row.apply(settings, document.at(row.key.name)); !done) return done.failure();
  }
  return settings;
}

Result<void> assign_level(log::Level& target, const config::Value& value);
Result<void> assign_format(log::Format& target, const config::Value& value);

// A verb's own rows and those that every verb has: the file with settings, the log. Settings has a member "log".
template <typename Settings>
std::vector<SettingRow<Settings>> with_common_rows(std::vector<SettingRow<Settings>> rows) {
  rows.push_back({{.name = "config",
                   .argument = "--config",
                   .placeholder = "FILE",
                   .fallback = "",
                   .help = "YAML file with settings"},
                  [](Settings&, const config::Value&) { return Result<void>(); }});
  rows.push_back({{.name = "log.level",
                   .argument = "--log-level",
                   .placeholder = "LEVEL",
                   .fallback = "info",
                   .help = "trace, debug, info, warn, error or off",
                   .properties = {"logging.level.root"}},
                  [](Settings& s, const config::Value& v) { return assign_level(s.log.level, v); }});
  rows.push_back({{.name = "log.format",
                   .argument = "--log-format",
                   .placeholder = "FORMAT",
                   .fallback = "logfmt",
                   .help = "logfmt for people, json for machines"},
                  [](Settings& s, const config::Value& v) { return assign_format(s.log.format, v); }});
  return rows;
}

// target = what was read, or the failure to read it.
template <typename Target, typename Source>
Result<void> assign(Target& target, Result<Source> source) {
  if (!source) return std::move(source).failure();
  target = static_cast<Target>(*std::move(source));
  return {};
}

// Arguments, environment and the file that "--config" names; with Application also those in which the Java runtime would
// find its settings (config::application_files).
enum class Files { Named, Application };
Result<config::Document> read_settings(config::Table table, const Arguments& arguments, Files files = Files::Named);

// What all rows say against the document, not only the first.
template <typename Settings>
std::vector<Failure> complaints_of(const config::Document& document, const std::vector<SettingRow<Settings>>& rows) {
  Settings settings;
  std::vector<Failure> complaints;
  const auto note = [&](Result<void> done) {
    if (!done) complaints.push_back(std::move(done).failure());
  };
  for (const SettingRow<Settings>& row : rows) {
    for (const auto& [member, value] : document.members(row.key.name)) note(row.apply(settings, value));
    if (!row.key.is_family()) note(row.apply(settings, document.at(row.key.name)));
  }
  return complaints;
}

bool asks_for_help(const Arguments& arguments);

// Prints why the verb cannot start, as one paragraph; the exit code for it.
int cannot_start(std::string_view verb, const Failure& failure);

}  // namespace jackfield::app
