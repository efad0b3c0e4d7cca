#pragma once

// The plugins that the build made for tests, and ways to spoil copies of them.

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace jackfield::test {

inline std::filesystem::path fixture(std::string_view name) {
  return std::filesystem::path(JF_BINARY_DIR) / "fixtures" / (std::string(name) + ".so");
}

inline std::filesystem::path bad_plugin(std::string_view name) {
  return std::filesystem::path(JF_BINARY_DIR) / "bad_plugins" / (std::string(name) + ".so");
}

// The program that tries plugins for a loader in a test's process.
inline std::filesystem::path probe_program() {
  return std::filesystem::path(JF_BINARY_DIR) / "bin/loader_probe";
}

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_file(const std::filesystem::path& path, std::string_view content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
}

inline std::span<const std::byte> bytes_of(std::string_view content) {
  return std::as_bytes(std::span(content.data(), content.size()));
}

// Overwrites a number at an offset.
template <typename T>
void patch(std::string& content, std::size_t offset, T value) {
  std::memcpy(content.data() + offset, &value, sizeof value);
}

// A new file of that content appears at once under its name, as careful tools do it.
inline void place(const std::filesystem::path& source, const std::filesystem::path& target) {
  std::filesystem::path staging = target;
  staging += ".tmp";
  std::filesystem::copy_file(source, staging, std::filesystem::copy_options::overwrite_existing);
  std::filesystem::rename(staging, target);
}

// A folder that is gone when the test is.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "jackfield-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const noexcept { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace jackfield::test
