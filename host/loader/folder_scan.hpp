#pragma once

// Lists the plugin files of one folder. Looks at names and attributes only; opens nothing. Any thread that may wait for
// a slow disk.

#include <filesystem>
#include <string>
#include <vector>

#include "loader/file_stamp.hpp"

namespace jackfield::loader {

struct SeenFile {
  std::filesystem::path path;
  FileStamp stamp;
};

// A name that would be a plugin but for what is behind it: a directory, a pipe, a link that leads nowhere.
struct OddFile {
  std::filesystem::path path;
  std::string reason;
};

struct FolderScan {
  std::filesystem::path folder;
  std::string trouble;  // why the folder cannot be listed; empty: it can
  std::vector<SeenFile> files;
  std::vector<OddFile> odd;
};

FolderScan scan_folder(const std::filesystem::path& folder);

// "http.so" is one; ".http.so", "http.so.tmp", "..data" and "http.so~" are not.
bool is_plugin_name(std::string_view name);

}  // namespace jackfield::loader
