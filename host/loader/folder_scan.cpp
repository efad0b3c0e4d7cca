#include "loader/folder_scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "loader/signature.hpp"

namespace jackfield::loader {
namespace {

namespace fs = std::filesystem;

std::int64_t nanoseconds_of(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

std::string look_of(const fs::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return {};
  return fmt::format("{} {} {}", status.st_ino, status.st_size, nanoseconds_of(status.st_mtim));
}

void look_at(const fs::path& path, FolderScan& scan) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    // Gone between the listing and now is no oddity; a link that leads nowhere is.
    std::error_code ignored;
    if (fs::is_symlink(path, ignored)) scan.odd.push_back({path, std::string("its link: ") + std::strerror(errno)});
    return;
  }
  if (!S_ISREG(status.st_mode)) {
    scan.odd.push_back({path, S_ISDIR(status.st_mode) ? "a directory, expected a file" : "not a regular file"});
    return;
  }
  SeenFile file{path, stamp_of(status)};
  std::error_code failed;
  if (fs::is_symlink(path, failed)) file.stamp.link_target = fs::canonical(path, failed).string();
  file.stamp.signature = look_of(signature_path(path));
  scan.files.push_back(std::move(file));
}

}  // namespace

FileStamp stamp_of(const struct stat& status) {
  return {.device = status.st_dev,
          .inode = status.st_ino,
          .size = static_cast<std::uint64_t>(status.st_size),
          .modified_ns = nanoseconds_of(status.st_mtim),
          .changed_ns = nanoseconds_of(status.st_ctim),
          .link_target = {},
          .signature = {}};
}

bool is_plugin_name(std::string_view name) {
  return name.size() > 3 && name.ends_with(".so") && !name.starts_with('.');
}

FolderScan scan_folder(const fs::path& folder) {
  FolderScan scan{.folder = folder, .trouble = {}, .files = {}, .odd = {}};
  std::error_code failed;
  fs::directory_iterator entry(folder, failed);
  if (failed) {
    scan.trouble = failed.message();
    return scan;
  }
  for (; entry != fs::directory_iterator(); entry.increment(failed)) {
    if (is_plugin_name(entry->path().filename().string())) look_at(entry->path(), scan);
    if (failed) break;
  }
  if (failed) scan.trouble = failed.message();
  // The order in which a folder lists its files is nobody's wish: who comes first must not depend on it.
  std::sort(scan.files.begin(), scan.files.end(),
            [](const SeenFile& left, const SeenFile& right) { return left.path < right.path; });
  return scan;
}

}  // namespace jackfield::loader
