#include "loader/intake.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include "loader/mapped_file.hpp"

namespace jackfield::loader {
namespace {

constexpr std::array<milliseconds, 5> kPatience{200ms, 500ms, 1000ms, 2000ms, 5000ms};
constexpr milliseconds kReportAfter = 10s;

}  // namespace

Intake::Intake(ShadowFolder shadow, PluginRegistry& registry, const Clock& clock, log::Logger log,
               Signatures signatures)
    : registry_(registry), clock_(clock), log_(log), signatures_(std::move(signatures)), shadow_(std::move(shadow)) {}

std::optional<TimePoint> Intake::take(const SeenFile& file) {
  Judged<StagedFile> staged = shadow_.stage(file.path, file.stamp);
  if (const auto* rejection = std::get_if<Rejection>(&staged)) return refuse(file.path, "", *rejection);
  return take_staged(file, std::get<StagedFile>(std::move(staged)));
}

std::optional<TimePoint> Intake::take_staged(const SeenFile& file, StagedFile staged) {
  if (registry_.is_unchanged(file.path, staged.sha256)) {
    log_.debug("plugin file was touched but not changed", {{"file", file.path.string()}});
    shadow_.remove(staged.path);
    return std::nullopt;
  }
  Verdict verdict = judge(file.path, staged);
  if (auto* inspection = std::get_if<Inspection>(&verdict)) {
    forget(file.path);
    registry_.offer({.id = registry_.next_generation(),
                     .source = file.path,
                     .staged = std::move(staged),
                     .inspection = std::move(*inspection)},
                    clock_.now());
    return std::nullopt;
  }
  shadow_.remove(staged.path);
  if (const auto* rejection = std::get_if<Rejection>(&verdict)) return refuse(file.path, staged.sha256, *rejection);
  log_.info("library in a plugin folder was ignored, it is no plugin", {{"file", file.path.string()}});
  return std::nullopt;
}

Judged<Generation::Candidate> Intake::revive(const GoodCopy& copy) {
  struct stat status{};
  if (::stat(copy.library.c_str(), &status) != 0) return Rejection{ErrorCode::Unreadable, "its good copy is gone"};
  Judged<StagedFile> staged = shadow_.stage(copy.library, stamp_of(status));
  if (const auto* rejection = std::get_if<Rejection>(&staged)) return *rejection;
  auto& file = std::get<StagedFile>(staged);
  Verdict verdict = judge(copy.source, file);
  auto* inspection = std::get_if<Inspection>(&verdict);
  if (inspection == nullptr || file.sha256 != copy.sha256) {
    shadow_.remove(file.path);
    return Rejection{ErrorCode::NotASharedLibrary, "its good copy was changed"};
  }
  return Generation::Candidate{.id = registry_.next_generation(),
                               .source = copy.source,
                               .staged = std::move(file),
                               .inspection = std::move(*inspection)};
}

Verdict Intake::judge(const std::filesystem::path& source, const StagedFile& staged) const {
  const Result<MappedFile> mapped = MappedFile::open(staged.path);
  if (!mapped) return Rejection{ErrorCode::CannotStage, mapped.failure().message};
  Verdict verdict = inspect(mapped->bytes(), system_);
  if (!std::holds_alternative<Inspection>(verdict)) return verdict;
  const std::optional<std::string> objection = signatures_.objection(mapped->bytes(), staged.sha256, staged.signature);
  if (!objection) return verdict;
  if (signatures_.policy() == SignaturePolicy::Require) return Rejection{ErrorCode::NotTrusted, *objection};
  log_.warn("plugin file is not trusted, but taken",
            {{"code", text_of(ErrorCode::NotTrusted)}, {"file", source.string()}, {"reason", *objection}});
  return verdict;
}

std::optional<TimePoint> Intake::refuse(const std::filesystem::path& file, const std::string& sha256,
                                        const Rejection& rejection) {
  if (rejection.code == ErrorCode::Incomplete) return wait_for_rest(file, rejection);
  forget(file);
  registry_.reject(file, sha256, rejection);
  return std::nullopt;
}

TimePoint Intake::wait_for_rest(const std::filesystem::path& file, const Rejection& rejection) {
  const TimePoint now = clock_.now();
  Unfinished& unfinished = unfinished_.try_emplace(file, Unfinished{.since = now}).first->second;
  if (!unfinished.is_reported && now - unfinished.since >= kReportAfter) {
    unfinished.is_reported = true;
    registry_.reject(file, "", rejection);
  }
  const std::size_t look = std::min(unfinished.looks++, kPatience.size() - 1);
  return now + kPatience.at(look);
}

void Intake::forget(const std::filesystem::path& file) {
  unfinished_.erase(file);
}

}  // namespace jackfield::loader
