#include "loader/file_tracker.hpp"

#include <algorithm>

namespace jackfield::loader {

FileTracker::News FileTracker::on_scan(const FolderScan& scan, TimePoint now) {
  News news;
  for (const SeenFile& file : scan.files) note_present(file, now);
  trusts_next_scan_ = false;
  news.lost_everything = has_lost_everything(scan);
  if (!news.lost_everything && had_lost_everything_) restart_grace(now);
  had_lost_everything_ = news.lost_everything;
  note_missing(scan, now);
  if (!news.lost_everything) collect(news, now);
  return news;
}

void FileTracker::note_present(const SeenFile& seen, TimePoint now) {
  const auto [found, is_new] = files_.try_emplace(seen.path);
  Tracked& file = found->second;
  file.missing_since.reset();
  if (!is_new && file.stamp == seen.stamp) return;
  file.stamp = seen.stamp;
  file.due_at = is_new && trusts_next_scan_ ? now : now + settings_.settle;
}

void FileTracker::note_missing(const FolderScan& scan, TimePoint now) {
  for (auto& [path, file] : files_) {
    const bool is_there = std::any_of(scan.files.begin(), scan.files.end(),
                                      [&wanted = path](const SeenFile& seen) { return seen.path == wanted; });
    if (!is_there && !file.missing_since) file.missing_since = now;
  }
}

void FileTracker::restart_grace(TimePoint now) {
  for (auto& [path, file] : files_) {
    if (file.missing_since) file.missing_since = now;
  }
}

// One file alone may be deleted by hand; several at the same time are rarely.
bool FileTracker::has_lost_everything(const FolderScan& scan) const {
  if (!scan.trouble.empty()) return !files_.empty();
  return scan.files.empty() && files_.size() > 1;
}

void FileTracker::collect(News& news, TimePoint now) {
  for (auto entry = files_.begin(); entry != files_.end();) {
    auto& [path, file] = *entry;
    if (file.missing_since) {
      const TimePoint gone_at = *file.missing_since + settings_.delete_grace;
      if (gone_at <= now) {
        news.gone.push_back(path);
        entry = files_.erase(entry);
        continue;
      }
      wake(news, gone_at);
    } else if (file.due_at && *file.due_at <= now) {
      file.due_at.reset();
      news.settled.push_back({path, file.stamp});
    } else if (file.due_at) {
      wake(news, *file.due_at);
    }
    ++entry;
  }
}

void FileTracker::wake(News& news, TimePoint at) {
  news.look_again_at = news.look_again_at ? std::min(*news.look_again_at, at) : at;
}

void FileTracker::reconsider(const std::filesystem::path& path, TimePoint at) {
  const auto found = files_.find(path);
  if (found != files_.end()) found->second.due_at = at;
}

bool FileTracker::is_present(const std::filesystem::path& path) const {
  const auto found = files_.find(path);
  return found != files_.end() && !found->second.missing_since;
}

}  // namespace jackfield::loader
