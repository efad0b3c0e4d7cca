#pragma once

// What plugins remember, by their ids, through all generations; on disk soon after, where there is a folder.
//
// Threads  any; of() on the control thread, for it reads the plugin's file. Files are written on the blocking pool, the
//          last ones by the destructor, when nothing of this runs there any more.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/executor.hpp"
#include "base/mutex.hpp"
#include "jackfield/services.h"
#include "log/log.hpp"
#include "services/state_file.hpp"

namespace jackfield::services {

// One plugin's. Limits and statuses are those of the ABI.
class PluginState {
 public:
  struct Disk {
    Timers& timers;
    Executor& blocking;
    const Clock& clock;
    log::Logger log;
  };

  // An empty file name: nothing is written.
  PluginState(std::string plugin, std::filesystem::path file, Disk disk, StateEntries entries);

  std::optional<std::string> get(std::string_view key) const;
  jf_status put(const std::shared_ptr<PluginState>& self, std::string_view key, std::optional<std::string_view> value);

  // Writes what is not yet written. Blocks.
  void save();

 private:
  void save_later(const std::shared_ptr<PluginState>& self);

  const std::string plugin_;
  const std::filesystem::path file_;
  const Disk disk_;

  Mutex writing_;  // held while the file is written; taken before mutex_

  mutable Mutex mutex_;
  StateEntries entries_ JF_GUARDED_BY(mutex_);
  std::size_t bytes_ JF_GUARDED_BY(mutex_) = 0;     // of keys and values
  bool is_changed_ JF_GUARDED_BY(mutex_) = false;   // since it was written
  bool is_save_due_ JF_GUARDED_BY(mutex_) = false;  // somebody will write
  bool is_failing_ JF_GUARDED_BY(mutex_) = false;
};

class StateStore {
 public:
  // An empty folder: in memory only.
  StateStore(std::filesystem::path folder, PluginState::Disk disk) : folder_(std::move(folder)), disk_(disk) {}
  StateStore(const StateStore&) = delete;
  StateStore& operator=(const StateStore&) = delete;
  ~StateStore();

  std::shared_ptr<PluginState> of(const std::string& plugin);

 private:
  const std::filesystem::path folder_;
  const PluginState::Disk disk_;

  Mutex mutex_;
  std::map<std::string, std::shared_ptr<PluginState>> states_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::services
