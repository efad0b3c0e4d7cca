#pragma once

// A file's bytes, mapped for reading. Only for files that nobody else writes: a file cut short under the map kills.

#include <cstddef>
#include <filesystem>
#include <span>

#include "base/result.hpp"

namespace jackfield::loader {

class MappedFile {
 public:
  static Result<MappedFile> open(const std::filesystem::path& path);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::span<const std::byte> bytes() const noexcept { return bytes_; }

 private:
  explicit MappedFile(std::span<const std::byte> bytes) noexcept : bytes_(bytes) {}

  std::span<const std::byte> bytes_;
};

}  // namespace jackfield::loader
