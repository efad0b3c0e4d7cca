#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/run_settings.hpp"
#include "app/settings_binding.hpp"
#include "app/verbs.hpp"

namespace jackfield::app {
namespace {

constexpr std::string_view kHelp =
    "Usage: jackfield config check|show|schema|reference [flags] [settings of run]\n\n"
    "Looks at the settings that `jackfield run` would have with the same arguments, environment and files.\n\n"
    "  check       tells everything that is wrong, old names with their new ones, and names that mean nothing;\n"
    "              ends with 1 if something is wrong\n"
    "    --strict    also if there are old names, or names that mean nothing\n"
    "  show        the settings that are not the default; secrets are masked\n"
    "    --all       all of them\n"
    "    --origin    and where each comes from\n"
    "    --json      as JSON\n"
    "  schema      JSON Schema of a settings file\n"
    "  reference   every setting with all its names, as Markdown\n";

// Takes a flag out of the arguments.
bool take_flag(Arguments& arguments, std::string_view flag) {
  return std::erase(arguments, flag) > 0;
}

int check(Arguments arguments) {
  const bool is_strict = take_flag(arguments, "--strict");
  Result<config::Document> document = read_settings(run_table(), arguments, Files::Application);
  if (!document) {
    fmt::print("error: {}\n", document.failure().message);
    return kFailed;
  }
  const std::vector<Failure> complaints = check_run_settings(*document);
  for (const Failure& complaint : complaints) fmt::print("error: {}\n", complaint.message);
  for (const config::Note& note : document->notes()) fmt::print("note: {}\n", note.text);
  const std::size_t notes = document->notes().size();
  fmt::print("{} errors, {} notes\n", complaints.size(), notes);
  return complaints.empty() && (notes == 0 || !is_strict) ? kDone : kFailed;
}

struct Shown {
  std::string name;
  std::string text;
  std::string origin;
};

Shown shown(const config::Value& value) {
  std::string text;
  for (const std::string& part : value.texts) text += text.empty() ? part : "," + part;
  if (value.key->is_secret && value.is_set() && !text.empty()) text = SecretText::kMask;
  return {value.member.empty() ? std::string(value.key->name) : fmt::format("{} ({})", value.key->name, value.member),
          std::move(text), value.origin};
}

std::vector<Shown> effective(const config::Document& document, bool all) {
  std::vector<Shown> rows;
  for (const config::Key& key : run_table()) {
    for (const auto& [member, value] : document.members(key.name)) rows.push_back(shown(value));
    if (key.is_family()) continue;
    const config::Value& value = document.at(key.name);
    if (all || value.origin != "default") rows.push_back(shown(value));
  }
  return rows;
}

void print(const std::vector<Shown>& rows, bool with_origin) {
  for (const Shown& row : rows) {
    fmt::print("{} = {}{}\n", row.name, row.text, with_origin ? fmt::format("   # {}", row.origin) : "");
  }
}

void print_json(const std::vector<Shown>& rows, bool with_origin) {
  nlohmann::json all = nlohmann::json::object();
  for (const Shown& row : rows) {
    if (with_origin) {
      all[row.name] = {{"value", row.text}, {"origin", row.origin}};
    } else {
      all[row.name] = row.text;
    }
  }
  fmt::print("{}\n", all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

int show(Arguments arguments) {
  const bool all = take_flag(arguments, "--all");
  const bool with_origin = take_flag(arguments, "--origin");
  const bool as_json = take_flag(arguments, "--json");
  Result<config::Document> document = read_settings(run_table(), arguments, Files::Application);
  if (!document) return cannot_start("config", document.failure());
  const std::vector<Shown> rows = effective(*document, all);
  as_json ? print_json(rows, with_origin) : print(rows, with_origin);
  return kDone;
}

}  // namespace

int config_verb(const Arguments& arguments) {
  if (arguments.empty() || asks_for_help(arguments)) {
    fmt::print(arguments.empty() ? stderr : stdout, "{}", kHelp);
    return arguments.empty() ? kCannotStart : kDone;
  }
  const std::string& what = arguments.front();
  Arguments rest(arguments.begin() + 1, arguments.end());
  if (what == "check") return check(std::move(rest));
  if (what == "show") return show(std::move(rest));
  if (what == "schema") return fmt::print("{}", config::schema(run_table())), kDone;
  if (what == "reference") return fmt::print("{}", config::reference(run_table())), kDone;
  return cannot_start(
      "config", {Fault::InvalidInput, fmt::format("expected check, show, schema or reference, got \"{}\"", what)});
}

}  // namespace jackfield::app
