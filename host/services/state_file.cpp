#include "services/state_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/base64.hpp"

namespace jackfield::services {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;

Failure trouble(const std::filesystem::path& file, std::string_view what) {
  return {Fault::Unavailable, fmt::format("{}: {}: {}", file.string(), what, std::strerror(errno))};
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(fd, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

Result<void> write_whole(const std::filesystem::path& file, std::string_view text) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return trouble(file, "cannot be written");
  const bool is_written = write_all(fd, text) && ::fsync(fd) == 0;
  const Result<void> done = is_written ? Result<void>() : Result<void>(trouble(file, "cannot be written"));
  ::close(fd);
  return done;
}

// Throws what the parser throws.
StateEntries entries_of(const std::string& text) {
  const json document = json::parse(text);
  StateEntries entries;
  for (const auto& [key, value] : document.at("entries").items()) {
    if (auto bytes = bytes_of_base64(value.get_ref<const std::string&>())) entries.emplace(key, *std::move(bytes));
  }
  return entries;
}

}  // namespace

Result<StateEntries> read_state_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return StateEntries();
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  try {
    return entries_of(text);
  } catch (const json::exception&) {
    return Failure{Fault::InvalidInput, fmt::format("{}: not the state of a plugin", file.string())};
  }
}

Result<void> write_state_file(const std::filesystem::path& file, const std::string& plugin,
                              const StateEntries& entries) {
  json document{{"version", kVersion}, {"plugin", plugin}, {"entries", json::object()}};
  for (const auto& [key, value] : entries) document["entries"][key] = base64_of(value);
  std::error_code error;
  const bool is_new = std::filesystem::create_directories(file.parent_path(), error);
  if (is_new) std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all, error);
  const std::filesystem::path part = file.string() + ".part";
  if (Result<void> done = write_whole(part, document.dump()); !done) return done;
  std::filesystem::rename(part, file, error);
  if (!error) return {};
  return Failure{Fault::Unavailable, fmt::format("{}: cannot be replaced: {}", file.string(), error.message())};
}

}  // namespace jackfield::services
