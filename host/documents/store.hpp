#pragma once

// Where created documents are kept.

#include <optional>
#include <stop_token>
#include <string>

#include "documents/documents.hpp"
#include "documents/reference.hpp"

namespace jackfield::documents {

// How long somebody waits for an answer, and how he is told to give up.
struct Patience {
  Deadline deadline;
  std::stop_token stop;
};

// Threads and callbacks as in Documents. A document comes with its name and content type filled in.
class Store {
 public:
  virtual ~Store() = default;
  virtual void create(NewDocument document, Patience patience, ReferenceDone done) = 0;
  virtual void read(const StoredReference& document, ChunkSink sink, Patience patience, ReadDone done) = 0;
};

}  // namespace jackfield::documents
