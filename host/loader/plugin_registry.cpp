#include "loader/plugin_registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "loader/keep_for_ever.hpp"

namespace jackfield::loader {
namespace {

constexpr std::size_t kMaxRetiring = 2;  // beside the one that serves
constexpr std::size_t kManyResident = 5;
constexpr std::size_t kMaxResident = 20;
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

PluginRegistry::PluginRegistry(Settings settings, Collaborators collaborators)
    : settings_(std::move(settings)),
      with_(std::move(collaborators)),
      metrics_(with_.generations.metrics),
      probe_({settings_.probe_program, settings_.probe_timeout}, with_.control.clock(), with_.log) {}

PluginRegistry::~PluginRegistry() {
  for (const auto& retirement : retiring_) keep_for_ever(retirement->generation());
  for (const auto& generation : resident_) keep_for_ever(generation);
}

void PluginRegistry::offer(Generation::Candidate candidate, TimePoint settled_at) {
  if (stop_times_) return;
  if (auto conflict = find_conflict(candidate)) {
    reject(candidate.source, candidate.staged.sha256, *conflict);
    with_.files.remove_copy(candidate.staged.path);
    return;
  }
  const std::string id = candidate.inspection.manifest.id;
  Plugin& plugin = plugin_of(candidate);
  if (plugin.waiting) drop(*plugin.waiting);
  plugin.waiting = Waiting{std::move(candidate), settled_at};
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

PluginRegistry::Plugin& PluginRegistry::plugin_of(const Generation::Candidate& candidate) {
  const auto [entry, is_new] = plugins_.try_emplace(candidate.inspection.manifest.id, settings_.min_reload_interval);
  entry->second.file = candidate.source;  // the file may have been renamed
  return entry->second;
}

void PluginRegistry::try_waiting(const std::string& id) {
  const auto found = plugins_.find(id);
  if (found == plugins_.end() || !found->second.waiting || stop_times_) return;
  Plugin& plugin = found->second;
  const TimePoint now = with_.control.clock().now();
  const bool is_crowded = retiring(id) >= kMaxRetiring;
  if (now < plugin.pace.next_allowed() || is_crowded) {
    const TimePoint again = is_crowded ? now + kLookAgainAtRetiring : plugin.pace.next_allowed();
    with_.control.at(Deadline(again), [self = weak_from_this(), id] {
      if (const auto alive = self.lock()) alive->try_waiting(id);
    });
    return;
  }
  Waiting waiting = *std::move(plugin.waiting);
  plugin.waiting.reset();
  bring_up(id, std::move(waiting));
}

void PluginRegistry::bring_up(const std::string& id, Waiting waiting) {
  Plugin& plugin = plugins_.at(id);
  const Generation::Candidate& candidate = waiting.candidate;
  const auto copy = candidate.staged;
  const auto source = candidate.source;
  plugin.pace.on_reload(with_.control.clock().now());
  Judged<std::shared_ptr<Generation>> made = try_out(plugin, std::move(waiting.candidate));
  if (const auto* rejection = std::get_if<Rejection>(&made)) {
    reject(source, copy.sha256, *rejection);
    with_.files.remove_copy(copy.path);
    if (!plugin.active) plugins_.erase(id);
    return;
  }
  replace(id, std::get<std::shared_ptr<Generation>>(std::move(made)), waiting.settled_at);
}

Judged<std::shared_ptr<Generation>> PluginRegistry::try_out(const Plugin& plugin, Generation::Candidate candidate) {
  const std::size_t stays = resident(candidate.inspection.manifest.id);
  if (stays >= kMaxResident) {
    return Rejection{ErrorCode::TooManyResident,
                     fmt::format("{} generations of it could not be unloaded; restart the host to make room", stays)};
  }
  const auto active = plugin.active ? plugin.active->candidate().staged.path : std::filesystem::path();
  if (auto rejection = probe_.try_out(candidate.staged.path, active)) return *std::move(rejection);
  return Generation::bring_up(std::move(candidate), with_.generations);
}

void PluginRegistry::replace(const std::string& id, std::shared_ptr<Generation> next, TimePoint settled_at) {
  Plugin& plugin = plugins_.at(id);
  const std::shared_ptr<Generation> before = std::exchange(plugin.active, next);
  plugin.wants_fresh = false;
  plugin.last_error.clear();
  rejected_.erase(plugin.file);

  // The same file under another id takes the place of what it was.
  std::shared_ptr<Generation> displaced;
  for (auto other = plugins_.begin(); other != plugins_.end(); ++other) {
    if (other->first == id || other->second.file != plugin.file) continue;
    displaced = other->second.active;
    if (displaced) metrics_.is_gone(other->first, displaced->manifest().version);
    plugins_.erase(other);
    break;
  }
  publish();

  const nanoseconds took = with_.control.clock().now() - settled_at;
  metrics_.serves(id, next->manifest().version, before ? before->manifest().version : "", next->id().value);
  metrics_.is_degraded(id, false);
  metrics_.reloads(id, "ok").add();
  metrics_.reload_seconds().observe(std::chrono::duration<double>(took).count());
  with_.log.info("plugin is live", {{"plugin", id},
                                    {"version", next->manifest().version},
                                    {"generation", next->id()},
                                    {"file", plugin.file.filename().string()},
                                    {"sha", next->candidate().staged.sha256.substr(0, 8)},
                                    {"took_ms", took}});
  for (const std::string& warning : next->candidate().inspection.warnings) {
    with_.log.warn("plugin file should be mended", {{"plugin", id}, {"reason", warning}});
  }
  if (before) retire(before);
  if (displaced) retire(displaced);
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

void PluginRegistry::retire(std::shared_ptr<Generation> generation) {
  const GenerationId id = generation->id();
  const auto retirement =
      std::make_shared<Retirement>(generation, times_of(*generation), with_.control, with_.generations.ops, with_.log,
                                   [self = weak_from_this(), id](Retirement::State state) {
                                     if (const auto alive = self.lock()) alive->on_retirement(id, state);
                                   });
  retiring_.push_back(retirement);
  retirement->start(stop_times_ ? CancelReason::Shutdown : CancelReason::Drain);
  refresh_board();
}

Retirement::Times PluginRegistry::times_of(const Generation& generation) const {
  if (stop_times_) return *stop_times_;
  return {.drain = generation.manifest().drain_timeout.value_or(settings_.drain_timeout),
          .cancel_grace = settings_.cancel_grace,
          .stop = settings_.stop_timeout,
          .cool_off = settings_.cool_off};
}

void PluginRegistry::on_retirement(GenerationId id, Retirement::State state) {
  const auto found = std::find_if(retiring_.begin(), retiring_.end(),
                                  [&](const auto& retirement) { return retirement->generation()->id() == id; });
  if (found == retiring_.end()) return;
  const std::shared_ptr<Generation> generation = (*found)->generation();
  if (state == Retirement::State::Unloaded || state == Retirement::State::Resident) {
    retiring_.erase(found);
    if (state == Retirement::State::Unloaded) {
      with_.files.remove_copy(generation->candidate().staged.path);
      with_.log.info(
          "plugin generation was unloaded",
          {{"plugin", generation->manifest().id}, {"version", generation->manifest().version}, {"generation", id}});
    } else {
      note_resident(generation);
    }
    try_waiting(generation->manifest().id);
  }
  refresh_board();
  finish_stop_if_over();
}

void PluginRegistry::note_resident(const std::shared_ptr<Generation>& generation) {
  resident_.push_back(generation);
  const std::string& id = generation->manifest().id;
  const std::size_t count = resident(id);
  metrics_.resident(id).set(static_cast<double>(count));
  const auto& reasons = generation->candidate().inspection.resident_reasons;
  const std::string why =
      reasons.empty() ? "something of it is still in use, such as a thread-local object" : reasons[0];
  const auto level = count >= kManyResident ? log::Level::Warn : log::Level::Info;
  const log::Field fields[]{{"plugin", id}, {"generation", generation->id()}, {"resident", count}, {"reason", why}};
  if (with_.log.is_on(level)) with_.log.write(level, "plugin generation stays in memory", fields, std::size(fields));
}

void PluginRegistry::reject(const std::filesystem::path& file, const std::string& sha256, const Rejection& rejection) {
  const std::string code = text_of(rejection.code);
  const Plugin* serving = plugin_of_file(file);
  const std::string id = serving != nullptr && serving->active ? serving->active->manifest().id : "";
  with_.log.warn(fmt::format("{} rejected {} (sha {}): {}; {}", code, file.filename().string(),
                             sha256.empty() ? "unknown" : sha256.substr(0, 8), rejection.reason, still_running(id)),
                 {{"code", code}, {"file", file.string()}});
  const std::string error = fmt::format("{} {}", code, rejection.reason);
  rejected_[file] = {rejection.code, sha256, error};
  metrics_.reloads(id.empty() ? "unknown" : id, "rejected").add();
  if (!id.empty()) {
    plugins_.at(id).last_error = error;
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
  const Plugin* plugin = plugin_of_file(file);
  return plugin != nullptr && plugin->active && !plugin->wants_fresh && !plugin->waiting &&
         plugin->active->candidate().staged.sha256 == sha256;
}

void PluginRegistry::on_stopped(GenerationId id, std::uint64_t token) {
  const auto found = std::find_if(retiring_.begin(), retiring_.end(),
                                  [&](const auto& retirement) { return retirement->generation()->id() == id; });
  if (found == retiring_.end()) return;
  const std::shared_ptr<Retirement> retirement = *found;
  retirement->on_stopped(token);
}

void PluginRegistry::on_restart_requested(GenerationId id, const std::string& reason) {
  for (auto& [name, plugin] : plugins_) {
    if (!plugin.active || plugin.active->id() != id) continue;
    with_.log.warn("plugin asked to be loaded afresh", {{"plugin", name}, {"generation", id}, {"reason", reason}});
    plugin.wants_fresh = true;
    with_.files.look_again(plugin.file);
    return;
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
  const auto before = retiring_;
  for (const auto& retirement : before) retirement->hurry(*stop_times_);
  for (const auto& generation : active) retire(generation);
  finish_stop_if_over();
}

void PluginRegistry::finish_stop_if_over() {
  if (!when_stopped_) return;
  const bool is_over = std::all_of(retiring_.begin(), retiring_.end(), [](const auto& retirement) {
    return retirement->state() == Retirement::State::Zombie;
  });
  if (!is_over) return;
  Task done = std::exchange(when_stopped_, nullptr);
  done();
}

void PluginRegistry::drop(Waiting& waiting) {
  with_.files.remove_copy(waiting.candidate.staged.path);
}

std::size_t PluginRegistry::retiring(const std::string& id) const {
  return static_cast<std::size_t>(std::count_if(retiring_.begin(), retiring_.end(), [&](const auto& retirement) {
    return retirement->generation()->manifest().id == id &&
           (retirement->state() == Retirement::State::Draining || retirement->state() == Retirement::State::Stopping);
  }));
}

const PluginRegistry::Plugin* PluginRegistry::plugin_of_file(const std::filesystem::path& file) const {
  // A file whose content changed its id stands twice for a moment: what serves counts.
  const Plugin* found = nullptr;
  for (const auto& [id, plugin] : plugins_) {
    if (plugin.file == file && (found == nullptr || plugin.active)) found = &plugin;
  }
  return found;
}

std::size_t PluginRegistry::resident(const std::string& id) const {
  return static_cast<std::size_t>(std::count_if(
      resident_.begin(), resident_.end(), [&](const auto& generation) { return generation->manifest().id == id; }));
}

void PluginRegistry::refresh_metrics() {
  std::map<std::string, std::size_t> in_flight;
  for (const auto& [id, plugin] : plugins_) {
    if (plugin.active) in_flight[id] += plugin.active->in_flight();
  }
  for (const auto& retirement : retiring_) {
    in_flight[retirement->generation()->manifest().id] += retirement->generation()->in_flight();
  }
  for (const auto& [id, count] : in_flight) metrics_.in_flight(id).set(static_cast<double>(count));
}

void PluginRegistry::refresh_board() {
  const auto row_of = [](const Generation& generation, std::string_view state) {
    StatusBoard::Row row{.status = {}, .gate = generation.gate()};
    row.status.id = generation.manifest().id;
    row.status.version = generation.manifest().version;
    row.status.state = state;
    row.status.generation = generation.id();
    row.status.file = generation.candidate().source;
    row.status.sha256 = generation.candidate().staged.sha256;
    for (const auto& connector : generation.connectors()) row.status.types.push_back(connector->info().type);
    return row;
  };
  std::vector<StatusBoard::Row> rows;
  for (const auto& [id, plugin] : plugins_) {
    if (!plugin.active) continue;
    rows.push_back(row_of(*plugin.active, plugin.last_error.empty() ? "active" : "degraded"));
    rows.back().status.last_error = plugin.last_error;
  }
  for (const auto& [file, rejected] : rejected_) {
    if (const Plugin* plugin = plugin_of_file(file); plugin != nullptr && plugin->active) continue;
    rows.push_back({.status = {.id = {},
                               .version = {},
                               .state = "rejected",
                               .generation = {},
                               .file = file,
                               .sha256 = rejected.sha256,
                               .types = {},
                               .in_flight = 0,
                               .last_error = rejected.error},
                    .gate = nullptr});
  }
  for (const auto& retirement : retiring_) {
    rows.push_back(row_of(*retirement->generation(), name_of(retirement->state())));
  }
  for (const auto& generation : resident_) rows.push_back(row_of(*generation, "resident"));
  board_.show(std::move(rows));
  refresh_metrics();
}

}  // namespace jackfield::loader
