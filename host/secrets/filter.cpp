#include "secrets/filter.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace jackfield::secrets {
namespace {

AllowList list_for(const NamesByElement& names, std::string_view element_id) {
  const auto found = names.find(element_id);
  return found == names.end() ? AllowList(Names()) : AllowList(found->second);
}

}  // namespace

Filter::Filter(FilterSettings settings, Models& models, log::Logger log)
    : models_(models), settings_(settings), log_(log) {}

void Filter::allowed(ProcessDefinitionKey definition, std::string element_id, Done done) {
  if (!is_on()) return done(AllowList::all());
  std::shared_ptr<const NamesByElement> known;
  {
    MutexLock lock(mutex_);
    const auto [entry, is_new] = entries_.try_emplace(definition);
    entry->second.last_use = ++uses_;
    known = entry->second.names;
    if (known == nullptr) entry->second.waiting.push_back({std::move(element_id), std::move(done)});
    if (known == nullptr && !is_new) return;
  }
  if (known != nullptr) return done(list_for(*known, element_id));
  models_.find_names(definition,
                     [this, definition](Result<NamesByElement> names) { on_model(definition, std::move(names)); });
}

// What could not be read is forgotten, so that the next job asks again.
void Filter::on_model(ProcessDefinitionKey definition, Result<NamesByElement> names) {
  std::vector<Waiting> waiting;
  std::shared_ptr<const NamesByElement> known;
  {
    MutexLock lock(mutex_);
    const auto entry = entries_.find(definition);
    if (entry == entries_.end()) return;
    waiting = std::exchange(entry->second.waiting, {});
    if (names) {
      known = entry->second.names = std::make_shared<const NamesByElement>(*std::move(names));
      make_room();
    } else {
      entries_.erase(entry);
    }
  }
  for (Waiting& one : waiting) {
    one.done(known == nullptr ? without_model(names.failure()) : list_for(*known, one.element_id));
  }
}

Result<AllowList> Filter::without_model(const Failure& why) const {
  const bool is_lax = settings_.mode == FilterMode::Lax;
  log_.warn("model not read for its secrets", {{"reason", why.message}, {"all_allowed", is_lax}});
  if (is_lax) return AllowList::all();
  return Failure{Fault::Unavailable, "Error retrieving secret keys"};
}

// Those that somebody waits for stay.
void Filter::make_room() {
  while (entries_.size() > std::max<std::size_t>(settings_.most_models, 1)) {
    auto oldest = entries_.end();
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
      const bool is_older = oldest == entries_.end() || entry->second.last_use < oldest->second.last_use;
      if (entry->second.names != nullptr && is_older) oldest = entry;
    }
    if (oldest == entries_.end()) return;
    entries_.erase(oldest);
  }
}

}  // namespace jackfield::secrets
