// How the registry deals with files that are not trusted: which are kept out, and who puts them there.
#include <fmt/format.h>

#include <algorithm>

#include "loader/plugin_registry.hpp"

namespace jackfield::loader {
namespace {

bool names(const std::vector<Blame>& blames, const std::string& sha256) {
  return std::any_of(blames.begin(), blames.end(), [&](const Blame& blame) { return blame.code.sha256 == sha256; });
}

}  // namespace

std::optional<Rejection> PluginRegistry::find_blame(const std::string& sha256, bool is_isolated) const {
  const std::optional<Blame> blame = blames_.find(sha256);
  if (!blame) return std::nullopt;
  if (blame->is_quarantined) {
    return Rejection{ErrorCode::Quarantined,
                     fmt::format("it is quarantined until it changes or is cleared: {}", blame->reason)};
  }
  if (is_isolated) return std::nullopt;
  return Rejection{ErrorCode::Blamed, fmt::format("it is not loaded into the host again: {}", blame->reason)};
}

Judged<Place> PluginRegistry::choose_place(const Generation::Candidate& candidate) const {
  const std::optional<Blame> blame = blames_.find(candidate.staged.sha256);
  return place_of({candidate.inspection, settings_.isolation.mode_of(candidate.inspection.manifest.id),
                   blame.has_value(), with_.generations.isolator != nullptr});
}

// Its process ended by accident. What has just taken over is taken back; what does it again and again is given up.
void PluginRegistry::on_crash(GenerationId generation, const std::string& reason, bool gave_up) {
  const auto found = std::find_if(plugins_.begin(), plugins_.end(), [&](const auto& entry) {
    return entry.second.active && entry.second.active->id() == generation;
  });
  if (found == plugins_.end()) return;
  const std::string id = found->first;
  metrics_.crashes(id).add();
  const bool is_on_trial = found->second.trial.has_value();
  if (is_on_trial) found->second.trial->on_strike(with_.control.clock().now());
  if (is_on_trial && roll_back(id, "its process " + reason)) return;
  if (gave_up) quarantine(id, "its process crashed again and again, last it " + reason).ignore("it serves, we know");
}

void PluginRegistry::note_crash(const CodeIdentity& code, const std::string& reason) {
  const Blame blame = blames_.note_crash(code, reason);
  metrics_.crashes(code.plugin).add();
  with_.log.error(fmt::format("{} plugin {} {} (sha {}) {}", text_of(ErrorCode::Blamed), code.plugin, code.version,
                              code.sha256.substr(0, 8), reason),
                  {{"plugin", code.plugin}, {"crashes", blame.crashes}, {"quarantined", blame.is_quarantined}});
}

Result<std::string> PluginRegistry::quarantine(const std::string& id, const std::string& reason) {
  const auto found = plugins_.find(id);
  if (found == plugins_.end() || !found->second.active) {
    return Failure{Fault::NotFound, fmt::format("no plugin \"{}\" serves here", id)};
  }
  const Generation::Candidate bad = found->second.active->candidate();
  const std::string& version = bad.inspection.manifest.version;
  found->second.trial.reset();
  blames_.quarantine(identity_of(bad), reason);
  const std::string error = fmt::format("{} quarantined {} (sha {}): {}", text_of(ErrorCode::Quarantined), version,
                                        bad.staged.sha256.substr(0, 8), reason);
  with_.log.warn(error, {{"plugin", id}});
  metrics_.reloads(id, "quarantined").add();
  if (const std::shared_ptr<Generation> good = revive(bad.source, bad.staged.sha256)) {
    serve_instead(id, good, bad, error);
    return fmt::format("{} {} is quarantined, {} serves in its place", id, version, good->manifest().version);
  }
  take_out(id, error);
  return fmt::format("{} {} is quarantined, nothing serves in its place", id, version);
}

// Nothing of it serves from here on, but a file that waits for its turn may.
void PluginRegistry::take_out(const std::string& id, const std::string& error) {
  const auto found = plugins_.find(id);
  const std::shared_ptr<Generation> active = std::exchange(found->second.active, nullptr);
  const Generation::Candidate& bad = active->candidate();
  if (!found->second.waiting) plugins_.erase(found);
  rejected_[bad.source] = {ErrorCode::Quarantined,    bad.staged.sha256, error, with_.control.clock().wall_now(), id,
                           active->manifest().version};
  metrics_.is_gone(id, active->manifest().version);
  metrics_.is_quarantined(id, true);
  publish();
  retire(active);
  look_again_at_refused_files();
}

Result<std::string> PluginRegistry::clear(const std::string& id) {
  const std::vector<Blame> cleared = blames_.clear(id);
  if (cleared.empty()) {
    return Failure{Fault::NotFound, fmt::format("nothing of plugin \"{}\" is quarantined or blamed", id)};
  }
  for (const auto& [file, rejected] : rejected_) {
    if (names(cleared, rejected.sha256)) with_.files.look_again(file);
  }
  const auto found = plugins_.find(id);
  if (found != plugins_.end() && names(cleared, found->second.refused_sha256)) {
    found->second.refused_sha256.clear();
    with_.files.look_again(found->second.file);
  }
  with_.log.info("plugin was cleared", {{"plugin", id}, {"contents", cleared.size()}});
  return fmt::format("{} is cleared, its file is looked at again", id);
}

}  // namespace jackfield::loader
