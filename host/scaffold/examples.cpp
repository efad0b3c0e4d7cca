#include "scaffold/examples.hpp"

#include <cstdint>
#include <span>

namespace jackfield::scaffold {

// A row of the table that the build writes, in assembly.
struct EmbeddedFile {
  const char* path;
  std::uint64_t path_size;
  const char* content;
  std::uint64_t content_size;
};

extern "C" {
extern const EmbeddedFile jf_example_files[];
extern const std::uint64_t jf_example_file_count;
}

namespace {

std::span<const EmbeddedFile> all_files() {
  return {jf_example_files, jf_example_file_count};
}

std::string_view path_of(const EmbeddedFile& file) {
  return {file.path, file.path_size};
}

}  // namespace

std::vector<ExampleFile> example_files(std::string_view language) {
  std::vector<ExampleFile> files;
  for (const EmbeddedFile& file : all_files()) {
    const std::string_view path = path_of(file);
    const std::size_t slash = path.find('/');
    if (path.substr(0, slash) != language) continue;
    files.push_back({path.substr(slash + 1), {file.content, file.content_size}});
  }
  return files;
}

std::vector<std::string_view> example_languages() {
  std::vector<std::string_view> languages;
  for (const EmbeddedFile& file : all_files()) {  // the table is sorted by language
    const std::string_view language = path_of(file).substr(0, path_of(file).find('/'));
    if (languages.empty() || languages.back() != language) languages.push_back(language);
  }
  return languages;
}

}  // namespace jackfield::scaffold
