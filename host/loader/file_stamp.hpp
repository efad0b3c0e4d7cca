#pragma once

// How a file looks from outside. Two stamps that differ mean "look at it"; nothing is read from their order, so wrong
// clocks and copied times do no harm.

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace jackfield::loader {

struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;
  std::int64_t changed_ns = 0;
  std::string link_target;  // where a symbolic link leads in the end; empty for a plain file
  std::string signature;    // how the file with its signature looks; empty: there is none

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

FileStamp stamp_of(const struct stat& status);

}  // namespace jackfield::loader
