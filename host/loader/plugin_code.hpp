#pragma once

// The code of one generation, wherever it runs: mapped into this process, or behind a table that speaks to a process of
// its own. Whoever holds it sees a plugin's entry either way.
//
// The loader maps code itself. Who gives it a process is handed in by app: this room knows no other process.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "loader/connector.hpp"
#include "loader/errors.hpp"
#include "loader/host_binding.hpp"
#include "loader/manifest.hpp"

struct jf_plugin;
struct jf_plugin_entry;
struct jf_sink;

namespace jackfield::loader {

// What operators see of the process that runs an isolated plugin.
struct RunnerStatus {
  int pid = 0;  // 0: none at present
  std::size_t restarts = 0;
  std::string last_reason;  // why it ended last; empty: it never did
};

// Shared with whoever shows it; outlives the code. Any thread.
class RunnerView {
 public:
  virtual ~RunnerView() = default;
  virtual RunnerStatus status() const = 0;
};

// Control thread only.
class PluginCode {
 public:
  // What was not unloaded: mapped code stays for ever, a process is ended.
  virtual ~PluginCode() = default;

  // What the plugin's one exported function returns; null when it returns null or throws.
  virtual const jf_plugin_entry* entry() const noexcept = 0;

  // What the entry's create does. May let out what the plugin throws.
  virtual std::int32_t create(const jf_host& host, std::string_view config, const jf_plugin** made,
                              const jf_sink* err) = 0;

  // After the plugin was destroyed. True: nothing of it is left.
  virtual bool unload() noexcept = 0;

  // Null: it runs in this process.
  virtual std::shared_ptr<const RunnerView> runner() const { return nullptr; }
};

// Starts processes for plugins. Control thread only.
class Isolator {
 public:
  struct Request {
    std::filesystem::path copy;  // as another process of this user can open it
    const Manifest& manifest;    // for the length of the call
    GenerationId generation;
  };

  virtual ~Isolator() = default;

  // The file, loaded by a process of its own. The listener outlives what is returned.
  virtual Judged<std::unique_ptr<PluginCode>> launch(const Request& request, LifecycleListener& lifecycle) = 0;
};

}  // namespace jackfield::loader
