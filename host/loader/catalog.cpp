#include "loader/catalog.hpp"

#include <utility>

namespace jackfield::loader {

const Catalog::Entry* Catalog::find(const JobType& type) const {
  const auto found = entries_.find(type);
  return found == entries_.end() ? nullptr : &found->second;
}

std::optional<ConnectorLease> CatalogSlot::lease(const JobType& type) const {
  // A closed gate means that a newer picture hangs already: its generation drains only after the swap.
  std::shared_ptr<const Catalog> seen;
  for (std::shared_ptr<const Catalog> picture = current(); picture != seen; picture = current()) {
    seen = picture;
    const Catalog::Entry* entry = picture->find(type);
    if (entry == nullptr) return std::nullopt;
    if (std::optional<Gate::Pass> pass = entry->gate->enter()) {
      return ConnectorLease(entry->connector, *std::move(pass));
    }
  }
  return std::nullopt;
}

void CatalogSlot::publish(std::shared_ptr<const Catalog> next) {
  std::shared_ptr<const Catalog> before;  // destroyed without the lock
  {
    MutexLock lock(current_mutex_);
    before = std::exchange(current_, next);
  }
  std::vector<std::shared_ptr<UniqueFunction<void(const Catalog&)>>> subscribers;
  {
    MutexLock lock(mutex_);
    subscribers = subscribers_;
  }
  for (const auto& subscriber : subscribers) (*subscriber)(*next);
}

void CatalogSlot::subscribe(UniqueFunction<void(const Catalog&)> subscriber) {
  auto kept = std::make_shared<UniqueFunction<void(const Catalog&)>>(std::move(subscriber));
  {
    MutexLock lock(mutex_);
    subscribers_.push_back(kept);
  }
  (*kept)(*current());
}

}  // namespace jackfield::loader
