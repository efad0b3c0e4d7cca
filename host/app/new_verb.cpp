#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/settings_binding.hpp"
#include "app/verbs.hpp"
#include "scaffold/scaffold.hpp"

namespace jackfield::app {
namespace {

constexpr std::string_view kUsage = "jackfield new connector NAME --lang c|cpp|rust|zig|go [settings]";
constexpr std::string_view kSummary =
    "Writes a folder with a connector that works: code, manifest, element template, input schema, unit test, a "
    "process\n"
    "to try it with, and a read-me. Then it says what to type to build it and to see a job completed.";

struct NewSettings {
  std::vector<std::string> words;
  scaffold::Request request;
  log::Settings log;  // nothing is logged; every verb has the rows
};

// A row whose text goes where `place` says.
template <auto place>
Result<void> take_text(NewSettings& settings, const config::Value& value) {
  if (value.is_set()) settings.request.*place = value.text();
  return {};
}

const std::vector<SettingRow<NewSettings>>& rows() {
  using S = NewSettings;
  using scaffold::Request;
  static const std::vector<SettingRow<S>> kRows = with_common_rows<S>({
      {{.name = "what",
        .argument = "what",
        .placeholder = "connector NAME",
        .fallback = "",
        .help = "its name, of small letters, digits and hyphens",
        .is_list = true},
       [](S& s, const config::Value& v) {
         s.words = v.texts;
         return Result<void>();
       }},
      {{.name = "new.language",
        .argument = "--lang",
        .placeholder = "c|cpp|rust|zig|go",
        .fallback = "",
        .help = "what it is to be written in"},
       &take_text<&Request::language>},
      {{.name = "new.folder",
        .argument = "--folder",
        .placeholder = "DIR",
        .fallback = "",
        .help = "where it is to be written; unset: the name, in this folder"},
       &take_text<&Request::folder>},
      {{.name = "new.type",
        .argument = "--type",
        .placeholder = "TYPE",
        .fallback = "",
        .help = "the job type it serves; unset: example:NAME:1"},
       &take_text<&Request::type>},
      {{.name = "new.id",
        .argument = "--id",
        .placeholder = "ID",
        .fallback = "",
        .help = "names the plugin for ever; unset: com.example.NAME"},
       &take_text<&Request::id>},
  });
  return kRows;
}

void tell(const scaffold::Connector& connector, bool is_prefix_known) {
  fmt::print("{}: {} files, a connector for the job type {}\n\n  cd {}\n", connector.folder.string(),
             connector.files.size(), connector.type, connector.folder.string());
  for (const scaffold::Command& command : connector.commands) {
    fmt::print("\n{}\n  {}\n", command.purpose, command.line);
  }
  if (is_prefix_known) return;
  fmt::print(
      "\nThe headers are not beside this program, so the commands need PREFIX: \"cmake --install\" of Jackfield's "
      "component plugin-api puts them there.\n");
}

}  // namespace

int new_verb(const Arguments& arguments) {
  static const std::vector<config::Key> kKeys = keys_of(rows());
  if (asks_for_help(arguments) || arguments.empty()) {
    fmt::print("{}", config::help(kUsage, kSummary, kKeys));
    return arguments.empty() ? kCannotStart : kDone;
  }
  Result<config::Document> document = read_settings(kKeys, arguments);
  if (!document) return cannot_start("new", document.failure());
  Result<NewSettings> settings = bind_settings(*document, rows());
  if (!settings) return cannot_start("new", settings.failure());
  if (settings->words.size() != 2 || settings->words[0] != "connector") {
    return cannot_start("new", {Fault::InvalidInput, "expected connector NAME --lang c|cpp|rust|zig|go"});
  }
  if (settings->request.language.empty()) {
    return cannot_start("new", {Fault::InvalidInput, fmt::format("--lang is missing: expected one of {}",
                                                                 fmt::join(scaffold::languages(), ", "))});
  }
  settings->request.name = settings->words[1];
  const std::optional<std::filesystem::path> prefix = scaffold::find_prefix();
  if (prefix) settings->request.prefix = *prefix;
  const Result<scaffold::Connector> connector = scaffold::write_connector(settings->request);
  if (!connector) return cannot_start("new", connector.failure());
  tell(*connector, prefix.has_value());
  return kDone;
}

}  // namespace jackfield::app
