#pragma once

// Which connector serves which job type, as an immutable picture, and the slot in which the newest picture hangs.
//
// Readers keep the picture they took. A change publishes a new one by a pointer swap; dispatch never pauses.
// Threads: any. Subscribers are called by whoever publishes (the control thread), after the swap.

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/mutex.hpp"
#include "base/task.hpp"
#include "loader/connector.hpp"

namespace jackfield::loader {

class Catalog {
 public:
  struct Entry {
    std::shared_ptr<Connector> connector;
    std::shared_ptr<Gate> gate;  // of the connector's generation; closed when it drains
  };

  Catalog() = default;
  explicit Catalog(std::map<JobType, Entry> entries) : entries_(std::move(entries)) {}

  const Entry* find(const JobType& type) const;
  const std::map<JobType, Entry>& entries() const noexcept { return entries_; }

 private:
  std::map<JobType, Entry> entries_;
};

class CatalogSlot {
 public:
  std::shared_ptr<const Catalog> current() const noexcept {
    MutexLock lock(current_mutex_);
    return current_;
  }

  // The connector that serves `type` from the newest picture, held loaded; nothing if no plugin serves it.
  std::optional<ConnectorLease> lease(const JobType& type) const;

  void publish(std::shared_ptr<const Catalog> next);

  // Called once at once with the current picture, then after each publish. Subscribers outlive the slot's last publish.
  void subscribe(UniqueFunction<void(const Catalog&)> subscriber);

 private:
  // Held for one copy or swap of a pointer. Not std::atomic<std::shared_ptr>: see docs/decisions/0006.
  mutable Mutex current_mutex_;
  std::shared_ptr<const Catalog> current_ JF_GUARDED_BY(current_mutex_) = std::make_shared<const Catalog>();

  Mutex mutex_;
  std::vector<std::shared_ptr<UniqueFunction<void(const Catalog&)>>> subscribers_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::loader
