#pragma once

// Turns plugin files into an immutable catalog of connectors, and into a new one when files change.
//
//   files: seen, settled, copied to a private shadow file (hashed on the way), inspected, loaded
//   generations: created, started, published by one pointer swap; the one before drains, stops, cools off and is
//   unmapped
//
// The file that users write is never opened by the dynamic linker. A file that fails any step is rejected with one line
// and a code (docs/errors.md); what served before serves on.
//
// Life     build, start, stop, destroy; each once. start() returns after the first scan, with what it found live.
// Threads  start and stop from main, plugins() from any. Plugin code is loaded, created, started, stopped and unloaded
//          on the control thread, which the loader owns; file events come from the loop, which must be running.
// Borrows  all that the constructor takes by reference.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/loop.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "loader/catalog.hpp"
#include "loader/host_binding.hpp"
#include "loader/isolation_mode.hpp"
#include "loader/op_table.hpp"
#include "loader/plugin_code.hpp"
#include "loader/signature.hpp"
#include "loader/watch_mode.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"

namespace jackfield::loader {

struct Settings {
  // Behaviour.
  std::vector<std::filesystem::path> folders;  // watched, not searched below
  std::filesystem::path shadow_folder;         // private copies; empty: made under the system's temporary folder
  std::string host_version;                    // told to plugins
  SignatureSettings signatures;
  std::filesystem::path config_folder;  // configurations of plugins; empty: they have none
  WatchMode watch = WatchMode::Automatic;
  bool keeps_deleted = false;           // what served goes on when its file is deleted
  bool records_crashes = false;         // installs handlers for fatal signals, once for the process
  std::filesystem::path probe_program;  // tries each file first (loader/probe_child.hpp); empty: none is tried
  IsolationSettings isolation;          // which plugins get processes of their own

  // Timing.
  milliseconds settle = 150ms;            // no change for this long before a file is read
  milliseconds rescan = 10s;              // look anyway, events or not
  milliseconds min_reload_interval = 1s;  // between two reloads of one plugin; more when there are many in a minute
  milliseconds probe_timeout = 2s;        // for a file to be loaded and made in a child process
  milliseconds drain_timeout = 30s;       // for executions of the old generation
  milliseconds cancel_grace = 5s;         // after they were told to stop
  milliseconds stop_timeout = 10s;        // from stop() to stopped()
  milliseconds cool_off = 60s;            // between stopped and unmapped
  milliseconds hang_limit = 1s;           // for a call that must not block
  milliseconds delete_grace = 10s;        // a file may be gone for this long before its plugin is unloaded
};

// Where processes of this user keep their copies when no folder is set.
std::filesystem::path shadow_folder_or_default(const std::filesystem::path& folder);

// For operators: one row per plugin file.
struct PluginStatus {
  std::string id;
  std::string version;
  std::string state;  // "active", "degraded" (a newer file was rejected), "rejected", "quarantined", or how far an old
                      // one has got: "draining", "stopping", "cooling", "resident", "zombie"
  GenerationId generation;
  std::filesystem::path file;
  std::string sha256;
  std::vector<JobType> types;
  std::size_t in_flight = 0;
  std::size_t strikes = 0;             // while it is on trial
  std::string last_error;              // code and reason of the newest rejection, or what keeps an old one
  WallTime error_at;                   // of that; the epoch when it is not known
  WallTime loaded_at;                  // of a generation
  std::optional<RunnerStatus> runner;  // nothing: it runs in the host, or not at all
};

// The host's threads that run plugins. Control thread.
class JobThreads {
 public:
  virtual ~JobThreads() = default;
  virtual void lost(bool may_block) noexcept = 0;       // one does not come back from a plugin: have another
  virtual void took_back(bool may_block) noexcept = 0;  // it did after all
};

// Who helps the loader if they are there; they outlive it.
struct LoaderHelpers {
  Isolator* isolator = nullptr;   // null: no plugin gets a process of its own
  JobThreads* threads = nullptr;  // null: threads that plugins keep are not replaced
};

class Loader {
 public:
  Loader(Settings settings, HostBindings& bindings, CatalogSlot& catalogs, OpTable& ops, Loop& loop, const Clock& clock,
         log::Logger log, metrics::Registry& metrics, LoaderHelpers helpers = {});
  ~Loader();

  // Fails only when there is no place for private copies. A folder without plugins, with bad ones, or not there yet, is
  // no failure.
  Result<void> start();

  // Unpublishes everything, waits for what runs, stops and unloads. Later calls do nothing.
  void stop(Deadline by) noexcept;

  std::vector<PluginStatus> plugins() const;

  // How many threads are inside plugins that do not come back. Whoever joins them waits for ever.
  std::size_t stuck_threads() const noexcept;

  // The private folder of this process, where others who run here may put theirs too. After start().
  const std::filesystem::path& own_folder() const noexcept;

  // For operators. `done` comes once, on the control thread, with what was done in a few words; not at all when the
  // loader stops first.
  using Done = UniqueFunction<void(Result<std::string>)>;
  void roll_back(std::string id, Done done);   // to the last copy that proved itself
  void reload(std::string id, Done done);      // the same file anew
  void quarantine(std::string id, Done done);  // its content serves no more, here and after a restart
  void clear(std::string id, Done done);       // all that was held against it is forgotten

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace jackfield::loader
