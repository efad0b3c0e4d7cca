#include "loader/blame_book.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "loader/file_descriptor.hpp"

namespace jackfield::loader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr auto kCrashWindow = std::chrono::hours(24);
constexpr std::size_t kCrashesToQuarantine = 2;
constexpr std::size_t kMostEntries = 200;  // of these the oldest go

std::int64_t seconds_of(WallTime time) {
  return std::chrono::duration_cast<seconds>(time.time_since_epoch()).count();
}

Blame blame_of(const json& entry) {
  return {.code = {entry.at("sha256").get<std::string>(), entry.at("plugin").get<std::string>(),
                   entry.at("version").get<std::string>()},
          .reason = entry.at("reason").get<std::string>(),
          .crashes = entry.at("crashes").get<std::size_t>(),
          .at = WallTime(seconds(entry.at("at").get<std::int64_t>())),
          .is_quarantined = entry.at("quarantined").get<bool>()};
}

json json_of(const Blame& blame) {
  return {{"sha256", blame.code.sha256},        {"plugin", blame.code.plugin},
          {"version", blame.code.version},      {"reason", blame.reason},
          {"crashes", blame.crashes},           {"at", seconds_of(blame.at)},
          {"quarantined", blame.is_quarantined}};
}

// Held while the book is read and written anew: others may share it.
FileDescriptor lock_beside(const fs::path& file) {
  FileDescriptor lock(::open((file.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock) ::flock(lock.get(), LOCK_EX);
  return lock;
}

}  // namespace

std::vector<Blame> BlameBook::read() const {
  std::vector<Blame> blames;
  std::ifstream file(file_);
  if (!file) return blames;
  try {
    const json book = json::parse(file);
    for (const json& entry : book.at("blamed")) blames.push_back(blame_of(entry));
  } catch (const std::exception& error) {
    log_.warn("blamed plugins could not be read", {{"file", file_.string()}, {"reason", error.what()}});
  }
  return blames;
}

void BlameBook::write(const std::vector<Blame>& blames) const {
  json entries = json::array();
  const std::size_t first = blames.size() > kMostEntries ? blames.size() - kMostEntries : 0;
  for (std::size_t index = first; index < blames.size(); ++index) entries.push_back(json_of(blames[index]));
  try {
    const fs::path part = file_.string() + ".part";
    std::ofstream out(part);
    out.exceptions(std::ios::failbit | std::ios::badbit);
    out << json{{"blamed", std::move(entries)}}.dump(1, ' ', false, json::error_handler_t::replace) << '\n';
    out.close();
    fs::rename(part, file_);
  } catch (const std::exception& error) {
    log_.warn("blamed plugins could not be written down", {{"file", file_.string()}, {"reason", error.what()}});
  }
}

Blame& BlameBook::entry_of(std::vector<Blame>& blames, const CodeIdentity& code) const {
  const auto found =
      std::find_if(blames.begin(), blames.end(), [&](const Blame& blame) { return blame.code.sha256 == code.sha256; });
  return found != blames.end() ? *found : blames.emplace_back(Blame{.code = code, .reason = {}, .at = {}});
}

std::optional<Blame> BlameBook::find(const std::string& sha256) const {
  for (Blame& blame : read()) {
    if (blame.code.sha256 == sha256) return std::move(blame);
  }
  return std::nullopt;
}

std::vector<Blame> BlameBook::of_plugin(const std::string& plugin) const {
  std::vector<Blame> blames = read();
  std::erase_if(blames, [&](const Blame& blame) { return blame.code.plugin != plugin; });
  return blames;
}

Blame BlameBook::note_crash(const CodeIdentity& code, const std::string& reason) {
  const FileDescriptor lock = lock_beside(file_);
  std::vector<Blame> blames = read();
  Blame& blame = entry_of(blames, code);
  const WallTime now = clock_.wall_now();
  blame.crashes = now - blame.at < kCrashWindow ? blame.crashes + 1 : 1;
  blame.at = now;
  blame.reason = reason;
  blame.is_quarantined |= blame.crashes >= kCrashesToQuarantine;
  const Blame noted = blame;
  write(blames);
  return noted;
}

void BlameBook::quarantine(const CodeIdentity& code, const std::string& reason) {
  const FileDescriptor lock = lock_beside(file_);
  std::vector<Blame> blames = read();
  Blame& blame = entry_of(blames, code);
  blame.at = clock_.wall_now();
  blame.reason = reason;
  blame.is_quarantined = true;
  write(blames);
}

std::vector<Blame> BlameBook::clear(const std::string& plugin) {
  const FileDescriptor lock = lock_beside(file_);
  std::vector<Blame> kept = read();
  std::vector<Blame> cleared;
  for (const Blame& blame : kept) {
    if (blame.code.plugin == plugin) cleared.push_back(blame);
  }
  if (cleared.empty()) return cleared;
  std::erase_if(kept, [&](const Blame& blame) { return blame.code.plugin == plugin; });
  write(kept);
  return cleared;
}

}  // namespace jackfield::loader
