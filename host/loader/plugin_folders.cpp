#include "loader/plugin_folders.hpp"

#include <algorithm>

namespace jackfield::loader {
namespace {

constexpr milliseconds kReminder = 60s;

void keep_earlier(std::optional<TimePoint>& earliest, std::optional<TimePoint> time) {
  if (time) earliest = earliest ? std::min(*earliest, *time) : *time;
}

}  // namespace

PluginFolders::PluginFolders(const std::vector<std::filesystem::path>& folders, FileTracker::Settings settings,
                             Intake& intake, PluginRegistry& registry, const Clock& clock, log::Logger log)
    : intake_(intake), registry_(registry), clock_(clock), log_(log) {
  for (const std::filesystem::path& path : folders) {
    Folder& folder = folders_.emplace(path, Folder{FileTracker(settings), {}, {}, {}}).first->second;
    folder.tracker.trust_next_scan();
  }
}

std::optional<TimePoint> PluginFolders::scan() {
  std::optional<TimePoint> next;
  for (auto& [path, folder] : folders_) {
    const FileTracker::News news = scan(path, folder);
    keep_earlier(next, news.look_again_at);
    for (const std::filesystem::path& file : news.gone) {
      intake_.forget(file);
      registry_.withdraw(file);
    }
    for (const SeenFile& file : news.settled) {
      const std::optional<TimePoint> again = intake_.take(file);
      if (again) folder.tracker.reconsider(file.path, *again);
      keep_earlier(next, again);
    }
  }
  registry_.refresh_metrics();
  return next;
}

FileTracker::News PluginFolders::scan(const std::filesystem::path& path, Folder& folder) {
  const FolderScan scan = scan_folder(path);
  FileTracker::News news = folder.tracker.on_scan(scan, clock_.now());
  report(scan, news.lost_everything, folder);
  return news;
}

void PluginFolders::report(const FolderScan& scan, bool lost_everything, Folder& folder) {
  if (scan.trouble != folder.trouble && !scan.trouble.empty()) {
    log_.warn("plugin folder cannot be listed", {{"folder", scan.folder.string()}, {"reason", scan.trouble}});
  }
  folder.trouble = scan.trouble;

  std::map<std::filesystem::path, std::string> odd;
  for (const OddFile& file : scan.odd) {
    odd[file.path] = file.reason;
    const auto known = folder.odd.find(file.path);
    if (known != folder.odd.end() && known->second == file.reason) continue;
    log_.warn("plugin file was ignored", {{"file", file.path.string()}, {"reason", file.reason}});
  }
  folder.odd = std::move(odd);

  if (!lost_everything) return folder.reminded_at.reset();
  const TimePoint now = clock_.now();
  if (folder.reminded_at && now - *folder.reminded_at < kReminder) return;
  folder.reminded_at = now;
  log_.warn("all plugin files of a folder are gone, what serves is kept",
            {{"code", text_of(ErrorCode::FolderGone)}, {"folder", scan.folder.string()}});
}

bool PluginFolders::is_present(const std::filesystem::path& file) const {
  const auto folder = folders_.find(file.parent_path());
  return folder != folders_.end() && folder->second.tracker.is_present(file);
}

void PluginFolders::look_again_at(const std::filesystem::path& file) {
  const auto folder = folders_.find(file.parent_path());
  if (folder != folders_.end()) folder->second.tracker.reconsider(file, clock_.now());
}

}  // namespace jackfield::loader
