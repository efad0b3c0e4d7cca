#include "loader/system_versions.hpp"

#include <link.h>

#include <charconv>
#include <filesystem>
#include <vector>

#include "loader/elf_image.hpp"
#include "loader/mapped_file.hpp"

namespace jackfield::loader {
namespace {

int note_path(dl_phdr_info* info, std::size_t, void* paths) {
  const std::string_view path = info->dlpi_name == nullptr ? "" : info->dlpi_name;
  if (!path.empty() && path.front() == '/') static_cast<std::vector<std::string>*>(paths)->emplace_back(path);
  return 0;
}

std::set<std::string> versions_of(const std::string& path) {
  std::set<std::string> versions;
  const Result<MappedFile> file = MappedFile::open(path);
  if (!file) return versions;
  const Judged<ElfImage> image = ElfImage::parse(file->bytes());
  if (const auto* library = std::get_if<ElfImage>(&image)) {
    for (const ElfImage::Version& version : library->offered_versions()) versions.emplace(version.name);
  }
  return versions;
}

// "GLIBC_2.36" is split after the underscore.
std::string_view prefix_of(std::string_view version) {
  return version.substr(0, version.find_first_of("0123456789"));
}

std::vector<int> numbers_of(std::string_view version) {
  std::vector<int> numbers;
  const char* end = version.data() + version.size();
  for (const char* at = version.data() + prefix_of(version).size(); at < end; ++at) {
    int number = 0;
    const auto [after, error] = std::from_chars(at, end, number);
    if (error != std::errc()) break;
    numbers.push_back(number);
    at = after;
  }
  return numbers;
}

}  // namespace

SystemVersions SystemVersions::of_this_process() {
  std::vector<std::string> paths;
  dl_iterate_phdr(&note_path, &paths);
  SystemVersions versions;
  for (const std::string& path : paths) {
    const std::string name = std::filesystem::path(path).filename();
    // What plugins link; the host's own libraries do not matter here.
    for (const std::string_view wanted : {"libc.so", "libstdc++.so", "libm.so", "libgcc_s.so"}) {
      if (name.starts_with(wanted)) versions.offered_[name] = versions_of(path);
    }
  }
  return versions;
}

bool SystemVersions::offers(std::string_view library, std::string_view version) const {
  const auto found = offered_.find(library);
  return found == offered_.end() || found->second.empty() || found->second.contains(std::string(version));
}

std::string SystemVersions::newest_like(std::string_view library, std::string_view version) const {
  const auto found = offered_.find(library);
  if (found == offered_.end()) return {};
  std::string newest;
  for (const std::string& offered : found->second) {
    if (prefix_of(offered) != prefix_of(version)) continue;
    if (newest.empty() || numbers_of(newest) < numbers_of(offered)) newest = offered;
  }
  return newest;
}

}  // namespace jackfield::loader
