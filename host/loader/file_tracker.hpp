#pragma once

// Decides from scans of one folder which files have come to rest and which are really gone.
//
//   seen ─► settling ─► settled (handed over once)       a change starts over
//   missing ─► gone after the grace                      back in time: as if nothing had happened
//
// When everything vanishes at once (the folder itself, or all of several files), that is read as a storage fault, not
// as a wish: nothing is reported gone until something is back. A value without clock, thread or file access: times are
// told.

#include <filesystem>
#include <map>
#include <optional>
#include <vector>

#include "base/clock.hpp"
#include "loader/folder_scan.hpp"

namespace jackfield::loader {

class FileTracker {
 public:
  struct Settings {
    milliseconds settle = 150ms;
    milliseconds delete_grace = 10s;
  };

  struct News {
    std::vector<SeenFile> settled;
    std::vector<std::filesystem::path> gone;
    std::optional<TimePoint> look_again_at;  // nothing: only when something happens
    bool lost_everything = false;            // true as long as it lasts
  };

  explicit FileTracker(Settings settings) : settings_(settings) {}

  News on_scan(const FolderScan& scan, TimePoint now);

  // Hands the file over once more, not before `at`: it was not complete yet, or what stood in its way is gone.
  void reconsider(const std::filesystem::path& path, TimePoint at);

  // Whether the file was there at the last scan.
  bool is_present(const std::filesystem::path& path) const;

  // Files that were seen for the first time count as settled: for the scan at start, when nobody is writing.
  void trust_next_scan() { trusts_next_scan_ = true; }

 private:
  struct Tracked {
    FileStamp stamp;
    std::optional<TimePoint> due_at;         // settling: when it counts as settled
    std::optional<TimePoint> missing_since;  // absent: it is there
  };
  using Files = std::map<std::filesystem::path, Tracked>;

  void note_present(const SeenFile& file, TimePoint now);
  void note_missing(const FolderScan& scan, TimePoint now);
  bool has_lost_everything(const FolderScan& scan) const;
  void restart_grace(TimePoint now);
  void collect(News& news, TimePoint now);
  static void wake(News& news, TimePoint at);

  const Settings settings_;
  Files files_;
  bool trusts_next_scan_ = false;
  bool had_lost_everything_ = false;
};

}  // namespace jackfield::loader
