#pragma once

// Runs one plugin in a child process behind the same connector interface.
//
// To the loader an isolated plugin is a plugin like any other: its table forwards what the host asks of it over a
// socket, and the services that it asks for come back the same way (docs/isolation.md). When its process ends by
// accident, its jobs are answered, and another process is started, with growing pauses.
//
// Threads  launch on the loader's control thread; one thread of ours for each isolated plugin.
// Owns     the processes. None of them outlives the plugin that launch() returned, nor this process.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "loader/plugin_code.hpp"
#include "log/log.hpp"

namespace jackfield::isolation {

// What becomes of jobs that are in flight when their process ends by accident.
enum class OnCrash {
  Fail,  // with the code PLUGIN_CRASHED; one retry less, so that input that crashes cannot do so for ever
  Retry  // the same, with as many retries as before
};

struct Options {
  OnCrash on_crash = OnCrash::Fail;
  std::uint64_t memory_limit = 1ULL << 30;  // bytes that it may have of its own
};

struct Settings {
  // Behaviour.
  std::filesystem::path runner;  // the program jackfield-runner
  Options usual;
  std::map<std::string, Options> of_plugin;  // by id, spelled as in a variable's name: IO_JACKFIELD_HTTP
  bool is_confined = true;                   // system calls that no connector needs are forbidden
  std::size_t most_crashes = 5;              // within `crash_window`; then it is given up

  // Timing.
  milliseconds ping = 1s;             // how often it is looked at
  milliseconds silence = 5s;          // without an answer
  milliseconds hang = 5s;             // inside a call that should be short
  milliseconds cancel_patience = 3s;  // with a job that was told to stop
  milliseconds load_limit = 5s;
  milliseconds create_limit = 2s;
  milliseconds start_limit = 10s;
  milliseconds stop_limit = 5s;
  milliseconds leave_limit = 2s;  // from destroy to its end
  milliseconds crash_window = 5min;
  std::vector<milliseconds> pauses{100ms, 500ms, 2s, 10s, 30s};  // before it is started again
};

class Isolation final : public loader::Isolator {
 public:
  // The clock outlives this, and this outlives what it launches.
  Isolation(Settings settings, const Clock& clock, log::Logger log);

  loader::Judged<std::unique_ptr<loader::PluginCode>> launch(const Request& request,
                                                             loader::LifecycleListener& lifecycle) override;

 private:
  const Settings settings_;
  const Clock& clock_;
  const log::Logger log_;
};

}  // namespace jackfield::isolation
