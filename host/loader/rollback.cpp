// How the registry goes back: trials of what took over, and the copies that proved themselves before.
#include <fmt/format.h>

#include <algorithm>

#include "loader/plugin_registry.hpp"

namespace jackfield::loader {

void PluginRegistry::begin_trial(const std::string& id) {
  ServedPlugin& plugin = plugins_.at(id);
  plugin.trial.emplace(with_.control.clock().now());
  with_.control.after(Trial::kLength, [self = weak_from_this(), id, generation = plugin.active->id()] {
    const auto alive = self.lock();
    if (!alive) return;
    const auto found = alive->plugins_.find(id);
    if (found == alive->plugins_.end() || !found->second.trial || found->second.active->id() != generation) return;
    alive->end_trial(found->second);
  });
}

// It has proved itself, unless there was something.
void PluginRegistry::end_trial(ServedPlugin& plugin) {
  if (plugin.trial->is_spotless()) good_copies_.keep(plugin.active->candidate());
  plugin.trial.reset();
}

void PluginRegistry::on_strike(GenerationId generation, Strike strike) {
  const auto found = find_active(generation);
  if (found == plugins_.end()) return;
  metrics_.strikes(found->first, name_of(strike)).add();
  if (!found->second.trial) return;
  if (!found->second.trial->on_strike(with_.control.clock().now())) return refresh_board();
  const std::string id = found->first;
  const Result<std::string> done = roll_back(id, "it broke the contract again and again after it took over");
  if (!done) with_.log.warn("plugin could not be rolled back", {{"plugin", id}, {"reason", done.failure().message}});
}

Result<std::string> PluginRegistry::roll_back(const std::string& id, const std::string& reason) {
  const auto found = plugins_.find(id);
  if (found == plugins_.end() || !found->second.active) {
    return Failure{Fault::NotFound, fmt::format("no plugin \"{}\" serves here", id)};
  }
  const Generation::Candidate bad = found->second.active->candidate();
  found->second.trial.reset();  // it has lost the right to be kept
  const std::shared_ptr<Generation> good = revive(bad.source, bad.staged.sha256);
  if (!good) return Failure{Fault::NotFound, fmt::format("no earlier copy of {} that can serve is kept", id)};

  const std::string error = fmt::format("{} rolled back from {} (sha {}): {}", text_of(ErrorCode::RolledBack),
                                        bad.inspection.manifest.version, bad.staged.sha256.substr(0, 8), reason);
  with_.log.warn(error, {{"plugin", id}, {"serves", good->manifest().version}});
  metrics_.reloads(id, "rolled-back").add();
  serve_instead(id, good, bad, error);
  return fmt::format("{} went back from {} to {}", id, bad.inspection.manifest.version, good->manifest().version);
}

void PluginRegistry::serve_instead(const std::string& id, const std::shared_ptr<Generation>& good,
                                   const Generation::Candidate& bad, const std::string& error) {
  replace(id, good, with_.control.clock().now());
  ServedPlugin& plugin = plugins_.at(id);
  plugin.refused_sha256 = bad.staged.sha256;
  note_error(plugin, error);
  metrics_.is_degraded(id, true);
  refresh_board();
}

void PluginRegistry::note_error(ServedPlugin& plugin, const std::string& error) const {
  plugin.last_error = error;
  plugin.error_at = with_.control.clock().wall_now();
}

// A file was refused and nothing of it serves: what it was before may.
bool PluginRegistry::fall_back(const std::filesystem::path& file, const std::string& sha256, const std::string& error) {
  if (stop_times_) return false;
  const std::shared_ptr<Generation> good = revive(file, sha256);
  if (!good) return false;
  const std::string& id = good->manifest().id;
  plugin_of(good->candidate());
  replace(id, good, with_.control.clock().now());
  ServedPlugin& plugin = plugins_.at(id);
  note_error(plugin, error);
  with_.log.warn("last good copy of a plugin serves in place of its file",
                 {{"plugin", id}, {"version", good->manifest().version}, {"file", file.string()}});
  metrics_.is_degraded(id, true);
  refresh_board();
  return true;
}

// The newest copy of that file that can serve; null: there is none.
std::shared_ptr<Generation> PluginRegistry::revive(const std::filesystem::path& file,
                                                   const std::string& except_sha256) {
  for (const GoodCopy& copy : good_copies_.of_file(file)) {
    if (copy.sha256 == except_sha256) continue;
    auto candidate = with_.files.revive(copy);
    if (!std::holds_alternative<Generation::Candidate>(candidate)) continue;
    auto& good = std::get<Generation::Candidate>(candidate);
    const std::filesystem::path staged = good.staged.path;
    if (find_conflict(good)) {
      with_.files.remove_copy(staged);
      continue;
    }
    const auto plugin = plugins_.find(good.inspection.manifest.id);
    auto made = try_out(plugin == plugins_.end() ? nullptr : plugin->second.active, std::move(good));
    if (auto* generation = std::get_if<std::shared_ptr<Generation>>(&made)) return *generation;
    with_.files.remove_copy(staged);
  }
  return nullptr;
}

}  // namespace jackfield::loader
