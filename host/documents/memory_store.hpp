#pragma once

// A store in this process's memory, for tests and laptops. Documents go away by their time to live or with the store.

#include <map>
#include <memory>
#include <string>

#include "base/mutex.hpp"
#include "documents/store.hpp"

namespace jackfield::documents {

class MemoryStore final : public Store {
 public:
  static constexpr const char* kId = "in-memory";

  MemoryStore(std::uint64_t max_bytes, Executor& executor, const Clock& clock)
      : max_bytes_(max_bytes), executor_(executor), clock_(clock) {}

  void create(NewDocument document, Patience patience, ReferenceDone done) override;
  void read(const StoredReference& document, ChunkSink sink, Patience patience, ReadDone done) override;

  // Unsupported: nobody serves what is here.
  void link(const StoredReference& document, std::optional<milliseconds> time_to_live, Patience patience,
            LinkDone done) override;

 private:
  struct Kept {
    std::shared_ptr<const std::string> content;
    Deadline expires = Deadline::never();
  };

  Result<std::string> keep(NewDocument document);
  std::shared_ptr<const std::string> find(const std::string& id);
  void forget_expired() JF_REQUIRES(mutex_);

  const std::uint64_t max_bytes_;
  Executor& executor_;
  const Clock& clock_;

  Mutex mutex_;
  std::map<std::string, Kept, std::less<>> documents_ JF_GUARDED_BY(mutex_);
  std::uint64_t bytes_ JF_GUARDED_BY(mutex_) = 0;
};

}  // namespace jackfield::documents
