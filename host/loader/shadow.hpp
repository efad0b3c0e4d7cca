#pragma once

// The private folder with the copies that are really loaded.
//
// The dynamic linker never sees the file that users write: writing over a mapped file ends the process, and the linker
// hands out the old library again for a path it knows. So each load gets a copy under a name that was never used
// before, in a folder that nobody else can write to. Where code cannot be loaded from that folder (mounted noexec) the
// copies are files in memory, named by a descriptor that stays open as long as they are used. Folders that dead
// processes left behind are removed when one is made.
//
// Threads: control only. The folder and what is left in it go when this is destroyed.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "base/result.hpp"
#include "loader/errors.hpp"
#include "loader/file_descriptor.hpp"
#include "loader/file_stamp.hpp"

namespace jackfield::loader {

struct StagedFile {
  std::filesystem::path path;
  std::string sha256;
  std::string signature = {};  // what lies beside the source; empty: nothing does
};

// The name of a copy for another process of this user, as long as this one lives.
std::filesystem::path path_for_child(const std::filesystem::path& copy);

class ShadowFolder {
 public:
  // Where copies are put. Automatic: in the folder, or in memory if that does not do.
  enum class Place { Automatic, Memory };

  // Makes a folder of this process under `parent`; an empty one means a folder under the system's temporary folder.
  static Result<ShadowFolder> make(std::filesystem::path parent, Place place = Place::Automatic);

  ShadowFolder(ShadowFolder&& other) noexcept = default;
  ShadowFolder& operator=(ShadowFolder&&) = delete;
  ~ShadowFolder();

  const std::filesystem::path& path() const noexcept { return path_; }
  bool keeps_in_memory() const noexcept { return keeps_in_memory_; }

  // Copies the file, hashing on the way. `expected` is how it looked when it was found to be at rest; if it does not
  // look so before and after, the copy is thrown away and the answer is "incomplete".
  Judged<StagedFile> stage(const std::filesystem::path& source, const FileStamp& expected);

  void remove(const std::filesystem::path& copy) noexcept;

 private:
  ShadowFolder(std::filesystem::path path, FileDescriptor lock, bool keeps_in_memory) noexcept
      : path_(std::move(path)), lock_(std::move(lock)), keeps_in_memory_(keeps_in_memory) {}

  Judged<StagedFile> stage_in_folder(int from, const std::filesystem::path& source, const FileStamp& expected);
  Judged<StagedFile> stage_in_memory(int from, const std::filesystem::path& source, const FileStamp& expected);

  std::filesystem::path path_;
  FileDescriptor lock_;  // held as long as this process uses the folder
  bool keeps_in_memory_ = false;
  std::uint64_t last_copy_ = 0;
  std::map<std::filesystem::path, FileDescriptor> in_memory_;
};

}  // namespace jackfield::loader
