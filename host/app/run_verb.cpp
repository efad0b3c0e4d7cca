#include <fmt/core.h>

#include <cstdlib>

#include "app/run_settings.hpp"
#include "app/runtime.hpp"
#include "app/settings_binding.hpp"
#include "app/signals.hpp"
#include "app/verbs.hpp"

namespace jackfield::app {
namespace {

constexpr std::string_view kUsage = "jackfield run [settings]";
constexpr std::string_view kSummary =
    "Takes jobs from a cluster, runs each through the connector that a plugin registered for its type, and reports "
    "the\n"
    "outcome. Plugins are the .so files of a folder: added ones serve at once, replaced ones take over between two "
    "jobs.\n"
    "Ends with 0 after SIGTERM or Ctrl-C, when what was in flight is reported or handed back.";

}  // namespace

int run_verb(const Arguments& arguments) {
  if (asks_for_help(arguments)) {
    fmt::print("{}", config::help(kUsage, kSummary, run_table()));
    return kDone;
  }
  Result<config::Document> document = read_settings(run_table(), arguments, Files::Application);
  if (!document) return cannot_start("run", document.failure());
  Result<RunSettings> settings = bind_run_settings(*document);
  if (!settings) return cannot_start("run", settings.failure());
  if (Result<void> found = check_plugin_folders(*settings); !found) return cannot_start("run", found.failure());

  const StopSignals signals;
  Result<std::unique_ptr<Runtime>> built = Runtime::build(*settings, config::process_environment());
  if (!built) return cannot_start("run", built.failure());
  Runtime& runtime = **built;
  if (Result<void> started = runtime.start(); !started) return cannot_start("run", started.failure());
  runtime.log().info("started", {{"version", JF_HOST_VERSION},
                                 {"gateway", settings->gateway.address},
                                 {"settings", describe(*document, run_table())}});
  for (const config::Note& note : document->notes()) {
    note.kind == config::Note::Kind::OldName ? runtime.log().warn("old name of a setting", {{"what", note.text}})
                                             : runtime.log().debug("setting ignored", {{"what", note.text}});
  }

  const int signal = signals.wait();
  signals.let_through();
  runtime.log().info("stopping", {{"signal", signal}, {"grace_ms", settings->shutdown_grace}});
  if (!runtime.stop()) std::_Exit(kDone);  // to join what does not return would take for ever
  runtime.log().info("stopped");
  return kDone;
}

}  // namespace jackfield::app
