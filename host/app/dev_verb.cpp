#include <fmt/core.h>

#include <unistd.h>
#include <csignal>
#include <fstream>
#include <optional>
#include <sstream>

#include "app/dev_settings.hpp"
#include "app/instance_runner.hpp"
#include "app/settings_binding.hpp"
#include "app/signals.hpp"
#include "app/verbs.hpp"

namespace jackfield::app {
namespace {

constexpr std::string_view kUsage = "jackfield dev [FILE.bpmn …] [settings]";
constexpr std::string_view kSummary =
    "An embedded, single-node, Zeebe-compatible gateway with a small BPMN engine, for development and tests only:\n"
    "nothing is stored, nobody is asked who they are. It runs start and end events, and service tasks and waits for\n"
    "messages in sequence.";

Result<std::vector<dev::File>> read_models(const std::vector<std::string>& paths) {
  std::vector<dev::File> files;
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Failure{Fault::NotFound, fmt::format("model {}: cannot be opened", path)};
    std::ostringstream text;
    text << file.rdbuf();
    files.push_back({path, text.str()});
  }
  return files;
}

Result<void> deploy(dev::DevGateway& gateway, const std::vector<std::string>& models) {
  if (models.empty()) return {};
  Result<std::vector<dev::File>> files = read_models(models);
  if (!files) return files.failure();
  Result<std::vector<std::string>> deployed = gateway.deploy(*std::move(files));
  return deployed ? Result<void>() : Result<void>(deployed.failure());
}

Result<void> write_address(const std::string& path, const std::string& address) {
  if (path.empty()) return {};
  std::ofstream file(path);
  file << address << '\n';
  file.close();
  return file ? Result<void>() : Failure{Fault::InvalidInput, fmt::format("address file {}: cannot be written", path)};
}

int serve(const DevSettings& settings) {
  const StopSignals signals;
  log::Log log(settings.log);
  Result<std::unique_ptr<dev::DevGateway>> gateway = dev::DevGateway::start(settings.gateway, log.room("dev"));
  if (!gateway) return cannot_start("dev", gateway.failure());
  if (Result<void> done = deploy(**gateway, settings.models); !done) return cannot_start("dev", done.failure());
  if (Result<void> done = write_address(settings.address_file, (*gateway)->address()); !done) {
    return cannot_start("dev", done.failure());
  }

  InstanceRunner runner(settings, **gateway, [&settings] {
    if (settings.exits_when_done) kill(getpid(), SIGTERM);
  });
  if (!settings.process.empty()) runner.start();
  signals.wait();
  signals.let_through();
  runner.stop();
  return settings.exits_when_done && !runner.all_completed() ? kFailed : kDone;
}

}  // namespace

int dev_verb(const Arguments& arguments) {
  if (asks_for_help(arguments)) {
    fmt::print("{}", config::help(kUsage, kSummary, dev_table()));
    return kDone;
  }
  Result<config::Document> document = read_settings(dev_table(), arguments);
  if (!document) return cannot_start("dev", document.failure());
  Result<DevSettings> settings = bind_dev_settings(*document);
  if (!settings) return cannot_start("dev", settings.failure());
  return serve(*settings);
}

}  // namespace jackfield::app
