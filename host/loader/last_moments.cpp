#include "loader/last_moments.hpp"

#include <fstream>

#include "loader/crash_record.hpp"
#include "loader/plugin_call.hpp"

namespace jackfield::loader {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCrash = "crash-";
constexpr std::string_view kLoading = "loading-";

fs::path beside(const fs::path& own_folder, std::string_view prefix) {
  return own_folder.parent_path() / (std::string(prefix) + own_folder.filename().string());
}

std::optional<LastMoments::Death> read_death(const fs::path& file, bool is_crash) {
  if (is_crash) {
    const std::optional<CrashRecord> record = read_crash_record(file);
    if (!record) return std::nullopt;
    return LastMoments::Death{record->code, describe(*record)};
  }
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  std::optional<CodeIdentity> code = parse_code_line(line);
  if (!code) return std::nullopt;
  return LastMoments::Death{*std::move(code), "did not come back from being loaded"};
}

}  // namespace

LastMoments::LastMoments(const fs::path& own_folder)
    : folder_(own_folder.parent_path()),
      crash_file_(beside(own_folder, kCrash)),
      loading_file_(beside(own_folder, kLoading)) {}

LastMoments::~LastMoments() {
  std::error_code ignored;
  fs::remove(crash_file_, ignored);
  fs::remove(loading_file_, ignored);
}

bool LastMoments::is_of_dead(const fs::path& file) const {
  const std::string name = file.filename().string();
  const std::size_t prefix = name.find('-') + 1;
  std::error_code ignored;
  return !fs::exists(folder_ / name.substr(prefix), ignored);
}

std::vector<LastMoments::Death> LastMoments::collect() const {
  std::vector<Death> deaths;
  std::vector<fs::path> loading;
  std::error_code ignored;
  const auto take = [&](const fs::path& file, bool is_crash) {
    std::optional<Death> death = read_death(file, is_crash);
    if (fs::remove(file, ignored) && death) deaths.push_back(*std::move(death));
    return death.has_value();
  };
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
    const std::string name = entry.path().filename().string();
    const bool is_crash = name.starts_with(kCrash);
    if ((!is_crash && !name.starts_with(kLoading)) || !is_of_dead(entry.path())) continue;
    if (!is_crash) {
      loading.push_back(entry.path());
      continue;
    }
    // Who crashed while it loaded says so once.
    const fs::path note = folder_ / (std::string(kLoading) + name.substr(kCrash.size()));
    if (take(entry.path(), true)) fs::remove(note, ignored);
  }
  for (const fs::path& file : loading) take(file, false);
  return deaths;
}

LastMoments::Loading::Loading(const LastMoments* moments, const CodeIdentity& code) : moments_(moments) {
  if (moments_ == nullptr) return;
  std::ofstream(moments_->loading_file_) << line_of(code) << '\n';
}

LastMoments::Loading::~Loading() {
  std::error_code ignored;
  if (moments_ != nullptr) fs::remove(moments_->loading_file_, ignored);
}

}  // namespace jackfield::loader
