#pragma once

// Says when it is worth looking at the plugin folders again.
//
// Events of the kernel are hints only, never the truth: they merge, overflow, and do not come at all from network file
// systems. So folders are also looked at from time to time, more often where events cannot be had. A folder that does
// not exist yet is followed as soon as it does.
//
// Threads: `look` is called on the loop thread and only posts. start and stop from any other thread.

#include <filesystem>
#include <memory>
#include <vector>

#include "base/loop.hpp"
#include "base/task.hpp"
#include "loader/watch_mode.hpp"
#include "log/log.hpp"

namespace jackfield::loader {

class FolderWatch {
 public:
  struct Settings {
    std::vector<std::filesystem::path> folders;
    milliseconds rescan = 10s;
    WatchMode mode = WatchMode::Automatic;
  };

  // The loop outlives the watch; so does the clock.
  FolderWatch(Settings settings, Loop& loop, const Clock& clock, log::Logger log, UniqueFunction<void()> look);
  ~FolderWatch();

  void start();
  void stop() noexcept;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace jackfield::loader
