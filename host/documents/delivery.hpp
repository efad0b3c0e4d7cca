#pragma once

// Gives content that is at hand to a sink, one piece per turn of the executor, so that large content does not keep
// others waiting.
//
// Between two pieces it looks at deadline and stop. The sink's refusal, a stop and the deadline each end it with their
// own fault; otherwise `info` is the answer, after the last piece.

#include <memory>
#include <string>

#include "documents/store.hpp"

namespace jackfield::documents {

// Everything that it needs on its way.
struct DeliveryRoad {
  Executor& executor;
  const Clock& clock;  // outlives the delivery
  Patience patience;
};

void deliver(std::shared_ptr<const std::string> content, DocumentInfo info, DeliveryRoad road, ChunkSink sink,
             ReadDone done);

}  // namespace jackfield::documents
