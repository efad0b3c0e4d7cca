#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "app/operator_request.hpp"
#include "app/settings_binding.hpp"
#include "app/verbs.hpp"

namespace jackfield::app {
namespace {

using nlohmann::json;

constexpr std::string_view kUsage =
    "jackfield plugins list|show ID|reload ID|rollback ID|quarantine ID|clear ID [settings]";
constexpr std::string_view kSummary =
    "Asks a running host about its plugins, or to do something with one:\n"
    "  list           every plugin, and every generation that is still in memory\n"
    "  show ID        all that is known of one\n"
    "  reload ID      loads the file anew, though it has not changed\n"
    "  rollback ID    goes back to the last copy that proved itself; the file is left alone until it changes\n"
    "  quarantine ID  takes what serves out of service, also after a restart, until its file changes or it is "
    "cleared;\n"
    "                 the last copy that proved itself serves in its place, if there is one\n"
    "  clear ID       forgets crashes, hangs and quarantines of it, and looks at its file again";

struct PluginsSettings {
  std::vector<std::string> words;
  std::filesystem::path shadow_folder;
  std::filesystem::path socket;
  bool as_json = false;
  log::Settings log;  // nothing is logged; every verb has the rows
};

const std::vector<SettingRow<PluginsSettings>>& rows() {
  using S = PluginsSettings;
  using config::Value;
  static const std::vector<SettingRow<S>> kRows =
      with_common_rows<S>({{{.name = "command",
                             .argument = "command",
                             .placeholder = "COMMAND",
                             .fallback = "",
                             .help = "what to do",
                             .is_list = true},
                            [](S& s, const Value& v) {
                              s.words = v.texts;
                              return Result<void>();
                            }},
                           {{.name = "plugins.shadow-folder",
                             .argument = "--shadow-folder",
                             .placeholder = "DIR",
                             .fallback = "",
                             .help = "the host's setting of that name, to find it by"},
                            [](S& s, const Value& v) {
                              s.shadow_folder = v.text();
                              return Result<void>();
                            }},
                           {{.name = "operator.socket",
                             .argument = "--socket",
                             .placeholder = "FILE",
                             .fallback = "",
                             .help = "the host's socket, when several run here"},
                            [](S& s, const Value& v) {
                              s.socket = v.text();
                              return Result<void>();
                            }},
                           {{.name = "operator.json",
                             .argument = "--json",
                             .placeholder = "true|false",
                             .fallback = "false",
                             .help = "print the host's answer as it came",
                             .is_flag = true},
                            [](S& s, const Value& v) { return assign(s.as_json, config::as_flag(v)); }}});
  return kRows;
}

// Of an isolated plugin.
void print_process(const json& row) {
  const int pid = row.value("pid", 0);
  const std::string process = pid == 0 ? "no process at present" : fmt::format("process {}", pid);
  const int restarts = row.value("restarts", 0);
  if (restarts == 0) return fmt::print("    {}\n", process);
  fmt::print("    {}, started again {}, last it {}\n", process,
             restarts == 1 ? "once" : fmt::format("{} times", restarts), row.value("lastEnd", "ended"));
}

void print_list(const json& plugins) {
  fmt::print("{:<32} {:<12} {:<10} {:>4} {:>9}  {}\n", "ID", "VERSION", "STATE", "GEN", "IN FLIGHT", "FILE");
  for (const json& row : plugins) {
    fmt::print("{:<32} {:<12} {:<10} {:>4} {:>9}  {}\n", row.value("id", "-"), row.value("version", "-"),
               row.value("state", ""), row.value("generation", 0), row.value("inFlight", 0), row.value("file", ""));
    const std::string error = row.value("lastError", "");
    if (!error.empty()) fmt::print("    {}\n", error);
    if (row.contains("pid")) print_process(row);
  }
}

void print_row(const json& row) {
  for (const auto& [name, value] : row.items()) {
    fmt::print("{:<12} {}\n", name, value.is_string() ? value.get<std::string>() : value.dump());
  }
}

int show(const json& plugins, const std::string& id) {
  bool is_known = false;
  for (const json& row : plugins) {
    if (row.value("id", "") != id) continue;
    if (is_known) fmt::print("\n");
    is_known = true;
    print_row(row);
  }
  if (is_known) return kDone;
  fmt::print(stderr, "jackfield plugins: there is no plugin \"{}\"\n", id);
  return kFailed;
}

// The request for these words; nothing: they make no sense.
std::optional<json> request_of(const std::vector<std::string>& words) {
  if (words == std::vector<std::string>{"list"}) return json{{"do", "plugins"}};
  if (words.size() != 2) return std::nullopt;
  if (words[0] == "show") return json{{"do", "plugins"}};
  constexpr std::array kDeeds{"reload", "rollback", "quarantine", "clear"};
  if (std::find(kDeeds.begin(), kDeeds.end(), words[0]) != kDeeds.end()) {
    return json{{"do", words[0]}, {"plugin", words[1]}};
  }
  return std::nullopt;
}

int tell(const PluginsSettings& settings, const std::string& text) {
  const json answer = json::parse(text, nullptr, false);
  if (!answer.is_object()) return cannot_start("plugins", {Fault::Internal, "the host's answer makes no sense"});
  if (answer.contains("failed")) {
    fmt::print(stderr, "jackfield plugins: {}\n", answer.value("failed", ""));
    return kFailed;
  }
  if (settings.as_json) {
    fmt::print("{}\n", text);
  } else if (answer.contains("said")) {
    fmt::print("{}\n", answer.value("said", ""));
  } else if (settings.words[0] == "show") {
    return show(answer.at("plugins"), settings.words[1]);
  } else {
    print_list(answer.at("plugins"));
  }
  return kDone;
}

}  // namespace

int plugins_verb(const Arguments& arguments) {
  static const std::vector<config::Key> kKeys = keys_of(rows());
  if (asks_for_help(arguments) || arguments.empty()) {
    fmt::print("{}", config::help(kUsage, kSummary, kKeys));
    return arguments.empty() ? kCannotStart : kDone;
  }
  Result<config::Document> document = read_settings(kKeys, arguments);
  if (!document) return cannot_start("plugins", document.failure());
  Result<PluginsSettings> settings = bind_settings(*document, rows());
  if (!settings) return cannot_start("plugins", settings.failure());
  const std::optional<json> request = request_of(settings->words);
  if (!request) return cannot_start("plugins", {Fault::InvalidInput, fmt::format("expected {}", kUsage.substr(18))});

  Result<std::filesystem::path> socket = settings->socket;
  if (settings->socket.empty()) socket = find_operator_socket(settings->shadow_folder);
  if (!socket) return cannot_start("plugins", socket.failure());
  const Result<std::string> answer = ask_host(*socket, request->dump());
  if (!answer) return cannot_start("plugins", answer.failure());
  return tell(*settings, *answer);
}

}  // namespace jackfield::app
