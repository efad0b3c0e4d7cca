#include "loader/retired_generations.hpp"

#include <algorithm>

#include "loader/keep_for_ever.hpp"

namespace jackfield::loader {
namespace {

constexpr std::size_t kManyStuck = 5;

bool is_live(const Retirement& retirement) {
  return retirement.state() == Retirement::State::Draining || retirement.state() == Retirement::State::Stopping;
}

bool is_zombie(const Retirement& retirement) {
  return retirement.state() == Retirement::State::Zombie;
}

std::string reason_to_stay(const Generation& generation) {
  const auto& reasons = generation.candidate().inspection.resident_reasons;
  return reasons.empty() ? "something of it is still in use, such as a thread-local object" : reasons[0];
}

}  // namespace

RetiredGenerations::RetiredGenerations(Collaborators collaborators, std::function<void(const std::string&)> on_change,
                                       std::function<void(const std::filesystem::path&)> remove_copy)
    : with_(std::move(collaborators)), on_change_(std::move(on_change)), remove_copy_(std::move(remove_copy)) {}

RetiredGenerations::~RetiredGenerations() {
  for (const auto& retirement : ending_) keep_for_ever(retirement->generation());
  for (const Resident& resident : resident_) keep_for_ever(resident.generation);
}

void RetiredGenerations::retire(std::shared_ptr<Generation> generation, Retirement::Times times, CancelReason reason) {
  const GenerationId id = generation->id();
  // Ends with this: nothing calls it once the list is gone.
  const auto retirement =
      std::make_shared<Retirement>(std::move(generation), times, with_.control, with_.ops, with_.log,
                                   [this, id](Retirement::State state) { on_state(id, state); });
  ending_.push_back(retirement);
  retirement->start(reason);
}

void RetiredGenerations::on_state(GenerationId id, Retirement::State state) {
  const auto found = std::find_if(ending_.begin(), ending_.end(),
                                  [&](const auto& retirement) { return retirement->generation()->id() == id; });
  if (found == ending_.end()) return;
  const std::shared_ptr<Retirement> retirement = *found;
  const std::shared_ptr<Generation> generation = retirement->generation();
  if (state == Retirement::State::Unloaded || state == Retirement::State::Resident) ending_.erase(found);
  if (state == Retirement::State::Unloaded) note_unloaded(*generation);
  if (state == Retirement::State::Resident) note_resident(generation, reason_to_stay(*generation));
  count(generation->manifest().id);
  on_change_(generation->manifest().id);
}

void RetiredGenerations::note_unloaded(const Generation& generation) {
  remove_copy_(generation.candidate().staged.path);
  with_.log.info("plugin generation was unloaded", {{"plugin", generation.manifest().id},
                                                    {"version", generation.manifest().version},
                                                    {"generation", generation.id()}});
}

void RetiredGenerations::note_resident(const std::shared_ptr<Generation>& generation, std::string why) {
  resident_.push_back({generation, std::move(why)});
  const std::string& id = generation->manifest().id;
  const std::size_t stays = stuck(id);
  const auto level = stays >= kManyStuck ? log::Level::Warn : log::Level::Info;
  const log::Field fields[]{
      {"plugin", id}, {"generation", generation->id()}, {"resident", stays}, {"reason", resident_.back().why}};
  if (with_.log.is_on(level)) with_.log.write(level, "plugin generation stays in memory", fields, std::size(fields));
}

void RetiredGenerations::count(const std::string& plugin) {
  const auto of_plugin = [&](const auto& retirement) { return retirement->generation()->manifest().id == plugin; };
  const auto zombies = std::count_if(ending_.begin(), ending_.end(), [&](const auto& retirement) {
    return of_plugin(retirement) && is_zombie(*retirement);
  });
  with_.metrics.zombies(plugin).set(static_cast<double>(zombies));
  with_.metrics.resident(plugin).set(static_cast<double>(stuck(plugin) - static_cast<std::size_t>(zombies)));
}

void RetiredGenerations::on_stopped(GenerationId id, std::uint64_t token) {
  const auto found = std::find_if(ending_.begin(), ending_.end(),
                                  [&](const auto& retirement) { return retirement->generation()->id() == id; });
  if (found == ending_.end()) return;
  const std::shared_ptr<Retirement> retirement = *found;
  retirement->on_stopped(token);
}

void RetiredGenerations::hurry(Retirement::Times times) {
  const auto before = ending_;
  for (const auto& retirement : before) retirement->hurry(times);
}

bool RetiredGenerations::are_over() const {
  return std::all_of(ending_.begin(), ending_.end(), [](const auto& retirement) { return is_zombie(*retirement); });
}

std::size_t RetiredGenerations::live(const std::string& plugin) const {
  return static_cast<std::size_t>(std::count_if(ending_.begin(), ending_.end(), [&](const auto& retirement) {
    return retirement->generation()->manifest().id == plugin && is_live(*retirement);
  }));
}

std::size_t RetiredGenerations::stuck(const std::string& plugin) const {
  const auto zombies = std::count_if(ending_.begin(), ending_.end(), [&](const auto& retirement) {
    return retirement->generation()->manifest().id == plugin && is_zombie(*retirement);
  });
  const auto residents = std::count_if(resident_.begin(), resident_.end(), [&](const Resident& resident) {
    return resident.generation->manifest().id == plugin;
  });
  return static_cast<std::size_t>(zombies + residents);
}

void RetiredGenerations::visit(
    const std::function<void(const Generation&, std::string_view state, const std::string& why)>& see) const {
  for (const auto& retirement : ending_) {
    see(*retirement->generation(), name_of(retirement->state()), retirement->why_stuck());
  }
  for (const Resident& resident : resident_) see(*resident.generation, "resident", resident.why);
}

}  // namespace jackfield::loader
