#pragma once

// Follows the plugin folders: which files came, changed and went, told to intake and registry. Control thread only.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "loader/file_tracker.hpp"
#include "loader/intake.hpp"

namespace jackfield::loader {

class PluginFolders {
 public:
  // References outlive this.
  PluginFolders(const std::vector<std::filesystem::path>& folders, FileTracker::Settings settings, Intake& intake,
                PluginRegistry& registry, const Clock& clock, log::Logger log);

  // Looks at every folder once. The answer: when to look again even if nothing happens.
  std::optional<TimePoint> scan();

  bool is_present(const std::filesystem::path& file) const;

  // Makes the next scan hand the file over as if it had changed.
  void look_again_at(const std::filesystem::path& file);

 private:
  struct Folder {
    FileTracker tracker;
    std::string trouble;                               // what was logged last
    std::map<std::filesystem::path, std::string> odd;  // what was logged last
    std::optional<TimePoint> reminded_at;              // while everything is missing
  };

  FileTracker::News scan(const std::filesystem::path& path, Folder& folder);
  void report(const FolderScan& scan, bool lost_everything, Folder& folder);

  Intake& intake_;
  PluginRegistry& registry_;
  const Clock& clock_;
  const log::Logger log_;
  std::map<std::filesystem::path, Folder> folders_;
};

}  // namespace jackfield::loader
