#pragma once

// Where created documents are kept.

#include <optional>
#include <stop_token>
#include <string>

#include "documents/documents.hpp"
#include "documents/reference.hpp"
#include "net/body_stream.hpp"

namespace jackfield::documents {

// How long somebody waits for an answer, and how he is told to give up.
struct Patience {
  Deadline deadline;
  std::stop_token stop;
};

// A creation under way: content goes into the pipe, then `after`, then its end.
struct Upload {
  std::shared_ptr<net::BodyPipe> pipe;
  std::string after;
};

// Threads and callbacks as in Documents. A document comes with its name and content type filled in.
class Store {
 public:
  virtual ~Store() = default;
  virtual void create(NewDocument document, Patience patience, ReferenceDone done) = 0;

  // The same without content yet. Nothing: the store takes documents only whole, and `done` is dropped.
  virtual std::optional<Upload> open(const NewDocument& /*head*/, Patience /*patience*/, ReferenceDone /*done*/) {
    return std::nullopt;
  }
  virtual void read(const StoredReference& document, ChunkSink sink, Patience patience, ReadDone done) = 0;
  virtual void link(const StoredReference& document, std::optional<milliseconds> time_to_live, Patience patience,
                    LinkDone done) = 0;
};

}  // namespace jackfield::documents
