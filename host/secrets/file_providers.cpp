#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "secrets/watched_source.hpp"

namespace jackfield::secrets {
namespace {

namespace fs = std::filesystem;

Failure with_file(const Failure& failure, const fs::path& file) {
  return {failure.fault, fmt::format("secrets from \"{}\": {}", file.string(), failure.message)};
}

class Folder final : public Source {
 public:
  explicit Folder(fs::path path) : path_(std::move(path)) {}

  Result<Marks> marks() const override {
    std::error_code error;
    Marks marks;
    for (fs::directory_iterator entry(path_, error), end; !error && entry != end; entry.increment(error)) {
      if (entry->path().filename().string().substr(0, 2) == "..") continue;
      Result<std::optional<FileMark>> mark = mark_of(entry->path());
      if (!mark) return std::move(mark).failure();
      if (*mark) marks.push_back(**std::move(mark));
    }
    if (error) return with_file({Fault::Unavailable, error.message()}, path_);
    std::sort(marks.begin(), marks.end(), [](const FileMark& a, const FileMark& b) { return a.name < b.name; });
    return marks;
  }

  Result<SecretMap> read(const Marks& marks) const override {
    SecretMap secrets;
    for (const FileMark& mark : marks) {
      Result<std::string> content = read_whole(path_ / mark.name);
      if (!content) return std::move(content).failure();
      if (!content->empty() && content->back() == '\n') content->pop_back();
      secrets.emplace(mark.name, *std::move(content));
    }
    return secrets;
  }

 private:
  const fs::path path_;
};

class EnvFile final : public Source {
 public:
  explicit EnvFile(fs::path path) : path_(std::move(path)) {}

  Result<Marks> marks() const override {
    Result<std::optional<FileMark>> mark = mark_of(path_);
    if (!mark) return std::move(mark).failure();
    if (!*mark) return with_file({Fault::InvalidInput, "expected a regular file"}, path_);
    return Marks{**std::move(mark)};
  }

  Result<SecretMap> read(const Marks&) const override {
    Result<std::string> content = read_whole(path_);
    if (!content) return std::move(content).failure();
    Result<SecretMap> secrets = parse_env_file(SecretText(*std::move(content)).reveal());
    if (!secrets) return with_file(secrets.failure(), path_);
    return secrets;
  }

 private:
  const fs::path path_;
};

}  // namespace

Result<std::unique_ptr<Provider>> folder_provider(FileSettings settings, const Clock& clock, log::Logger log) {
  auto source = std::make_unique<Folder>(settings.path);
  return WatchedSource::open(std::move(source), std::move(settings), clock, log);
}

Result<std::unique_ptr<Provider>> env_file_provider(FileSettings settings, const Clock& clock, log::Logger log) {
  auto source = std::make_unique<EnvFile>(settings.path);
  return WatchedSource::open(std::move(source), std::move(settings), clock, log);
}

}  // namespace jackfield::secrets
