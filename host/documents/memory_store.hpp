#pragma once

// A store in this process's memory, for tests and laptops. Documents go away by their time to live or with the store.
//
// References name the store "in-memory" and have the content's length as their hash. No other host sees what is here.
// Content that is being read stays until the reader is done, also when its time is over meanwhile.
//
// Threads  any.
// Faults   Rejected when full, which leaves everything as it was; NotFound for what is not, or no longer, here.

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
  // Content is shared with whoever reads it.
  struct Kept {
    std::shared_ptr<const std::string> content;
    Deadline expires = Deadline::never();
  };

  // The reference to what is kept from here on.
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
