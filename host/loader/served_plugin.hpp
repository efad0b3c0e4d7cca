#pragma once

// What the registry knows of one plugin that serves, or will in a moment, and of one file that was refused.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "loader/generation.hpp"
#include "loader/hang_count.hpp"
#include "loader/reload_pace.hpp"
#include "loader/trial.hpp"

namespace jackfield::loader {

// A file that passed inspection and will be loaded when its turn comes.
struct WaitingFile {
  Generation::Candidate candidate;
  TimePoint settled_at;
};

struct ServedPlugin {
  explicit ServedPlugin(milliseconds interval) : pace(interval) {}

  std::filesystem::path file;
  std::shared_ptr<Generation> active;
  std::optional<Trial> trial;  // of the active one; nothing once it has proved itself
  HangCount hangs;             // of the active one
  std::optional<WaitingFile> waiting;
  ReloadPace pace;
  bool wants_fresh = false;    // to be replaced by another generation of the same file
  std::string refused_sha256;  // content of the file that was taken back: not again, until it changes
  std::string last_error;      // why what serves is not what lies in the folder
  WallTime error_at;
};

struct RejectedFile {
  ErrorCode code;
  std::string sha256;
  std::string error;
  WallTime at;
  std::string id = {};  // and version: known of those that were blamed before
  std::string version = {};
};

using ServedPlugins = std::map<std::string, ServedPlugin>;  // by id
using RejectedFiles = std::map<std::filesystem::path, RejectedFile>;

// The plugin that this file brought; null: none. A file whose content changed its id stands twice for a moment: what
// serves counts.
const ServedPlugin* find_plugin(const ServedPlugins& plugins, const std::filesystem::path& file);

}  // namespace jackfield::loader
