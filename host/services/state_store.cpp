#include "services/state_store.hpp"

namespace jackfield::services {
namespace {

constexpr milliseconds kSaveAfter = 200ms;  // changes within it are written together

}  // namespace

PluginState::PluginState(std::string plugin, std::filesystem::path file, Disk disk, StateEntries entries)
    : plugin_(std::move(plugin)), file_(std::move(file)), disk_(disk), entries_(std::move(entries)) {
  for (const auto& [key, value] : entries_) bytes_ += key.size() + value.size();
}

std::optional<std::string> PluginState::get(std::string_view key) const {
  MutexLock lock(mutex_);
  const auto found = entries_.find(key);
  if (found == entries_.end()) return std::nullopt;
  return found->second;
}

jf_status PluginState::put(const std::shared_ptr<PluginState>& self, std::string_view key,
                           std::optional<std::string_view> value) {
  {
    MutexLock lock(mutex_);
    const auto found = entries_.find(key);
    const std::size_t before = found == entries_.end() ? 0 : key.size() + found->second.size();
    const std::size_t after = value ? key.size() + value->size() : 0;
    if (bytes_ - before + after > JF_STATE_MAX_TOTAL) return JF_ERR_TOO_LARGE;
    if (!value) {
      if (found == entries_.end()) return JF_OK;
      entries_.erase(found);
    } else if (found != entries_.end()) {
      found->second = *value;
    } else {
      if (entries_.size() >= JF_STATE_MAX_KEYS) return JF_ERR_TOO_LARGE;
      entries_.emplace(key, *value);
    }
    bytes_ += after - before;
    is_changed_ = true;
    if (file_.empty() || is_save_due_) return JF_OK;
    is_save_due_ = true;
  }
  save_later(self);
  return JF_OK;
}

void PluginState::save_later(const std::shared_ptr<PluginState>& self) {
  disk_.timers.at(Deadline::in(kSaveAfter, disk_.clock),
                  [self] { self->disk_.blocking.post([self] { self->save(); }); });
}

void PluginState::save() {
  MutexLock alone(writing_);
  StateEntries entries;
  {
    MutexLock lock(mutex_);
    is_save_due_ = false;
    if (file_.empty() || !is_changed_) return;
    is_changed_ = false;
    entries = entries_;
  }
  const Result<void> done = write_state_file(file_, plugin_, entries);
  bool was_failing = false;
  {
    MutexLock lock(mutex_);
    was_failing = is_failing_;
    is_failing_ = !done;
    is_changed_ = is_changed_ || !done;
  }
  if (!done && !was_failing) {
    disk_.log.warn("plugin's state cannot be saved", {{"plugin", plugin_}, {"reason", done.failure().message}});
  }
}

StateStore::~StateStore() {
  MutexLock lock(mutex_);
  for (const auto& [plugin, state] : states_) state->save();
}

std::shared_ptr<PluginState> StateStore::of(const std::string& plugin) {
  MutexLock lock(mutex_);
  std::shared_ptr<PluginState>& state = states_[plugin];
  if (state) return state;
  const std::filesystem::path file = folder_.empty() ? folder_ : folder_ / (plugin + ".json");
  Result<StateEntries> entries = file.empty() ? StateEntries() : read_state_file(file);
  if (!entries) {
    disk_.log.warn("plugin's state cannot be read, it begins anew",
                   {{"plugin", plugin}, {"reason", entries.failure().message}});
  }
  state = std::make_shared<PluginState>(plugin, file, disk_, entries ? *std::move(entries) : StateEntries());
  return state;
}

}  // namespace jackfield::services
