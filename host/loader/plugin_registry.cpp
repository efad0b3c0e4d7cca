#include "loader/plugin_registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "loader/status_rows.hpp"

namespace jackfield::loader {
namespace {

constexpr std::size_t kMaxRetiring = 2;  // beside the one that serves
constexpr std::size_t kMaxStuck = 20;
constexpr milliseconds kLookAgainAtRetiring = 200ms;

bool serves(const Generation& generation, const std::string& type) {
  const auto& connectors = generation.connectors();
  return std::any_of(connectors.begin(), connectors.end(),
                     [&](const auto& connector) { return connector->info().type.text == type; });
}

bool is_conflict(ErrorCode code) {
  return code == ErrorCode::IdTaken || code == ErrorCode::TypeTaken;
}

}  // namespace

PluginRegistry::PluginRegistry(Settings settings, Collaborators collaborators, const std::filesystem::path& kept)
    : settings_(std::move(settings)),
      with_(std::move(collaborators)),
      metrics_(with_.metrics),
      probe_({settings_.probe_program, settings_.probe_timeout}, with_.control.clock(), with_.log),
      good_copies_(kept / "good", with_.log),
      blames_(kept, with_.control.clock(), with_.log),
      configs_(settings_.config_folder),
      watchdog_(settings_.hang_limit, with_.generations.ops),
      retired_(
          {with_.control, with_.generations.ops, metrics_, with_.log},
          [this](const std::string& id) { on_retired_change(id); }, with_.files.remove_copy) {}

void PluginRegistry::offer(Generation::Candidate candidate, TimePoint settled_at) {
  if (stop_times_) return;
  if (auto conflict = find_conflict(candidate)) {
    reject(candidate.source, candidate.staged.sha256, *conflict);
    with_.files.remove_copy(candidate.staged.path);
    return;
  }
  const std::string id = candidate.inspection.manifest.id;
  ServedPlugin& plugin = plugin_of(candidate);
  if (plugin.waiting) drop(*plugin.waiting);
  plugin.waiting = WaitingFile{std::move(candidate), settled_at};
  try_waiting(id);
}

std::optional<Rejection> PluginRegistry::find_conflict(const Generation::Candidate& candidate) const {
  const Manifest& manifest = candidate.inspection.manifest;
  for (const auto& [id, plugin] : plugins_) {
    if (plugin.file == candidate.source || !with_.files.is_present(plugin.file)) continue;
    if (id == manifest.id) {
      return Rejection{ErrorCode::IdTaken,
                       fmt::format("plugin {} is served by {}", id, plugin.file.filename().string())};
    }
    for (const ConnectorManifest& connector : manifest.connectors) {
      if (!plugin.active || !serves(*plugin.active, connector.type)) continue;
      return Rejection{ErrorCode::TypeTaken, fmt::format("job type {} is served by {} (plugin {})", connector.type,
                                                         plugin.file.filename().string(), id)};
    }
  }
  return std::nullopt;
}

ServedPlugin& PluginRegistry::plugin_of(const Generation::Candidate& candidate) {
  const auto [entry, is_new] = plugins_.try_emplace(candidate.inspection.manifest.id, settings_.min_reload_interval);
  entry->second.file = candidate.source;  // the file may have been renamed
  return entry->second;
}

void PluginRegistry::try_waiting(const std::string& id) {
  const auto found = plugins_.find(id);
  if (found == plugins_.end() || !found->second.waiting || stop_times_) return;
  ServedPlugin& plugin = found->second;
  const TimePoint now = with_.control.clock().now();
  const bool is_crowded = retired_.live(id) >= kMaxRetiring;
  if (now < plugin.pace.next_allowed() || is_crowded) {
    const TimePoint again = is_crowded ? now + kLookAgainAtRetiring : plugin.pace.next_allowed();
    with_.control.at(Deadline(again), [self = weak_from_this(), id] {
      if (const auto alive = self.lock()) alive->try_waiting(id);
    });
    return;
  }
  WaitingFile waiting = *std::move(plugin.waiting);
  plugin.waiting.reset();
  bring_up(id, std::move(waiting));
}

void PluginRegistry::bring_up(const std::string& id, WaitingFile waiting) {
  ServedPlugin& plugin = plugins_.at(id);
  const auto copy = waiting.candidate.staged;
  const auto source = waiting.candidate.source;
  plugin.pace.on_reload(with_.control.clock().now());
  plugin.wants_fresh = false;
  auto made = try_out(plugin.active, std::move(waiting.candidate));
  if (auto* next = std::get_if<std::shared_ptr<Generation>>(&made)) {
    return replace(id, std::move(*next), waiting.settled_at);
  }
  with_.files.remove_copy(copy.path);
  if (!plugin.active) plugins_.erase(id);
  reject(source, copy.sha256, std::get<Rejection>(made));
}

Judged<std::shared_ptr<Generation>> PluginRegistry::try_out(const std::shared_ptr<Generation>& active,
                                                            Generation::Candidate candidate) {
  const Judged<Place> place = choose_place(candidate);
  if (const auto* rejection = std::get_if<Rejection>(&place)) return *rejection;
  candidate.place = std::get<Place>(place);
  const bool is_isolated = candidate.place == Place::OwnProcess;
  Result<std::string> configuration = configs_.of(candidate.inspection.manifest.id);
  if (!configuration) return Rejection{ErrorCode::CreateFailed, std::move(configuration).failure().message};
  candidate.configuration = *std::move(configuration);
  if (auto rejection = find_blame(candidate.staged.sha256, is_isolated)) return *std::move(rejection);
  if (is_isolated) {
    candidate.inspection.resident_reasons.clear();                         // a process always goes
    return Generation::bring_up(std::move(candidate), with_.generations);  // and is its own probe
  }
  const std::size_t stuck = retired_.stuck(candidate.inspection.manifest.id);
  if (stuck >= kMaxStuck) {
    return Rejection{ErrorCode::TooManyResident,
                     fmt::format("{} generations of it could not be unloaded; restart the host to make room", stuck)};
  }
  const auto beside = active ? active->candidate().staged.path : std::filesystem::path();
  if (auto rejection =
          probe_.try_out(candidate.staged.path, beside, configs_.file_of(candidate.inspection.manifest.id)))
    return *std::move(rejection);
  const LastMoments::Loading mark(with_.moments, identity_of(candidate));
  return Generation::bring_up(std::move(candidate), with_.generations);
}

void PluginRegistry::replace(const std::string& id, std::shared_ptr<Generation> next, TimePoint settled_at) {
  ServedPlugin& plugin = plugins_.at(id);
  if (plugin.trial && plugin.trial->is_spotless()) end_trial(plugin);
  const std::shared_ptr<Generation> before = std::exchange(plugin.active, next);
  plugin.hangs = {};
  plugin.wants_fresh = false;
  plugin.refused_sha256.clear();
  plugin.last_error.clear();
  rejected_.erase(plugin.file);
  const std::shared_ptr<Generation> displaced = take_over_file(id, plugin.file);
  publish();
  begin_trial(id);
  tell_live(id, *next, before ? before->manifest().version : "", with_.control.clock().now() - settled_at);
  if (before) retire(before);
  if (displaced) retire(displaced);
}

// The same file under another id takes the place of what it was.
std::shared_ptr<Generation> PluginRegistry::take_over_file(const std::string& id, const std::filesystem::path& file) {
  const auto other = std::find_if(plugins_.begin(), plugins_.end(),
                                  [&](const auto& entry) { return entry.first != id && entry.second.file == file; });
  if (other == plugins_.end()) return nullptr;
  std::shared_ptr<Generation> displaced = other->second.active;
  if (displaced) metrics_.is_gone(other->first, displaced->manifest().version);
  plugins_.erase(other);
  return displaced;
}

void PluginRegistry::tell_live(const std::string& id, const Generation& next, const std::string& version_before,
                               nanoseconds took) {
  metrics_.serves(id, next.manifest().version, version_before, next.id().value);
  metrics_.is_degraded(id, false);
  metrics_.reloads(id, "ok").add();
  metrics_.reload_seconds().observe(std::chrono::duration<double>(took).count());
  with_.log.info("plugin is live", {{"plugin", id},
                                    {"version", next.manifest().version},
                                    {"generation", next.id()},
                                    {"file", next.candidate().source.filename().string()},
                                    {"sha", next.candidate().staged.sha256.substr(0, 8)},
                                    {"took_ms", took}});
  for (const std::string& warning : next.candidate().inspection.warnings) {
    with_.log.warn("plugin file should be mended", {{"plugin", id}, {"reason", warning}});
  }
}

void PluginRegistry::publish() {
  std::map<JobType, Catalog::Entry> entries;
  for (const auto& [id, plugin] : plugins_) {
    if (!plugin.active) continue;
    for (const std::shared_ptr<Connector>& connector : plugin.active->connectors()) {
      entries[connector->info().type] = {connector, plugin.active->gate()};
    }
  }
  with_.catalogs.publish(std::make_shared<const Catalog>(std::move(entries)));
  refresh_board();
}

void PluginRegistry::retire(const std::shared_ptr<Generation>& generation) {
  retired_.retire(generation, times_of(*generation), stop_times_ ? CancelReason::Shutdown : CancelReason::Drain);
  refresh_board();
}

Retirement::Times PluginRegistry::times_of(const Generation& generation) const {
  if (stop_times_) return *stop_times_;
  return {.drain = generation.manifest().drain_timeout.value_or(settings_.drain_timeout),
          .cancel_grace = settings_.cancel_grace,
          .stop = settings_.stop_timeout,
          .cool_off = settings_.cool_off};
}

void PluginRegistry::on_retired_change(const std::string& id) {
  try_waiting(id);
  refresh_board();
  finish_stop_if_over();
}

void PluginRegistry::reject(const std::filesystem::path& file, const std::string& sha256, const Rejection& rejection) {
  const std::string code = text_of(rejection.code);
  const ServedPlugin* serving = find_plugin(plugins_, file);
  const std::string id = serving != nullptr && serving->active ? serving->active->manifest().id : "";
  with_.log.warn(fmt::format("{} rejected {} (sha {}): {}; {}", code, file.filename().string(),
                             sha256.empty() ? "unknown" : sha256.substr(0, 8), rejection.reason, still_running(id)),
                 {{"code", code}, {"file", file.string()}});
  const std::string error = fmt::format("{} {}", code, rejection.reason);
  metrics_.reloads(id.empty() ? "unknown" : id, "rejected").add();
  if (id.empty() && !is_conflict(rejection.code) && fall_back(file, sha256, error)) return;
  rejected_[file] = {rejection.code, sha256, error, with_.control.clock().wall_now()};
  if (const std::optional<Blame> blame = blames_.find(sha256)) {
    rejected_[file].id = blame->code.plugin;
    rejected_[file].version = blame->code.version;
  }
  if (!id.empty()) {
    note_error(plugins_.at(id), error);
    metrics_.is_degraded(id, true);
  }
  refresh_board();
}

std::string PluginRegistry::still_running(const std::string& id) const {
  if (id.empty()) return "nothing of it is running";
  const Generation& active = *plugins_.at(id).active;
  return fmt::format("still running {} (generation {})", active.manifest().version, active.id().value);
}

void PluginRegistry::withdraw(const std::filesystem::path& file) {
  rejected_.erase(file);
  const auto found =
      std::find_if(plugins_.begin(), plugins_.end(), [&](const auto& entry) { return entry.second.file == file; });
  if (found == plugins_.end()) return refresh_board();
  const std::string id = found->first;
  const std::shared_ptr<Generation> active = found->second.active;
  if (active && settings_.keeps_deleted) {
    with_.log.info("file of a plugin is gone, what served is kept", {{"plugin", id}, {"file", file.string()}});
    return refresh_board();
  }
  if (found->second.waiting) drop(*found->second.waiting);
  plugins_.erase(found);
  publish();
  if (active) {
    with_.log.info("plugin was withdrawn, its file is gone", {{"plugin", id}, {"file", file.filename().string()}});
    metrics_.is_gone(id, active->manifest().version);
    retire(active);
  }
  look_again_at_refused_files();
}

void PluginRegistry::look_again_at_refused_files() {
  for (const auto& [file, rejected] : rejected_) {
    if (is_conflict(rejected.code)) with_.files.look_again(file);
  }
}

bool PluginRegistry::is_unchanged(const std::filesystem::path& file, const std::string& sha256) const {
  const ServedPlugin* plugin = find_plugin(plugins_, file);
  if (plugin == nullptr || !plugin->active || plugin->wants_fresh || plugin->waiting) return false;
  return plugin->active->candidate().staged.sha256 == sha256 || plugin->refused_sha256 == sha256;
}

void PluginRegistry::on_restart_requested(GenerationId id, const std::string& reason) {
  for (auto& [name, plugin] : plugins_) {
    if (!plugin.active || plugin.active->id() != id) continue;
    with_.log.warn("plugin asked to be loaded afresh", {{"plugin", name}, {"generation", id}, {"reason", reason}});
    reload(name).ignore("it is there");
    return;
  }
}

Result<std::string> PluginRegistry::reload(const std::string& id) {
  const auto found = plugins_.find(id);
  if (found == plugins_.end()) return Failure{Fault::NotFound, fmt::format("no plugin \"{}\" serves here", id)};
  found->second.wants_fresh = true;
  with_.files.look_again(found->second.file);
  return fmt::format("{} is loaded afresh from {}", id, found->second.file.string());
}

void PluginRegistry::look_at_configurations() {
  for (const std::string& id : configs_.changed()) {
    with_.log.info("configuration of a plugin changed", {{"plugin", id}});
    if (reload(id)) continue;
    // Perhaps one of those that did not start for want of it.
    for (const auto& [file, rejected] : rejected_) {
      const bool may_help = rejected.code == ErrorCode::CreateFailed || rejected.code == ErrorCode::StartFailed;
      if (may_help) with_.files.look_again(file);
    }
  }
}

void PluginRegistry::stop(Deadline by, Task done) {
  const milliseconds left = by.remaining(with_.control.clock());
  stop_times_ = Retirement::Times{.drain = left / 2, .cancel_grace = left / 4, .stop = left / 4, .cool_off = 0ms};
  when_stopped_ = std::move(done);
  std::vector<std::shared_ptr<Generation>> active;
  for (auto& [id, plugin] : plugins_) {
    if (plugin.waiting) drop(*plugin.waiting);
    if (plugin.active) active.push_back(plugin.active);
  }
  plugins_.clear();
  publish();
  retired_.hurry(*stop_times_);
  for (const auto& generation : active) retire(generation);
  finish_stop_if_over();
}

void PluginRegistry::finish_stop_if_over() {
  if (!when_stopped_ || !retired_.are_over()) return;
  Task done = std::exchange(when_stopped_, nullptr);
  done();
}

void PluginRegistry::drop(WaitingFile& waiting) {
  with_.files.remove_copy(waiting.candidate.staged.path);
}

void PluginRegistry::refresh_metrics() {
  std::map<std::string, std::size_t> in_flight;
  for (const auto& [id, plugin] : plugins_) {
    if (plugin.active) in_flight[id] += plugin.active->in_flight();
  }
  retired_.visit([&](const Generation& generation, std::string_view, const std::string&) {
    in_flight[generation.manifest().id] += generation.in_flight();
  });
  for (const auto& [id, count] : in_flight) metrics_.in_flight(id).set(static_cast<double>(count));
}

void PluginRegistry::refresh_board() {
  board_.show(status_rows(plugins_, rejected_, retired_));
  refresh_metrics();
}

}  // namespace jackfield::loader
