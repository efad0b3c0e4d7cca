#pragma once

// Gives content that is at hand to a sink, one piece per turn of the executor, so that large content does not keep
// others waiting.

#include <memory>
#include <string>

#include "documents/store.hpp"

namespace jackfield::documents {

struct DeliveryRoad {
  Executor& executor;
  const Clock& clock;  // outlives the delivery
  Patience patience;
};

void deliver(std::shared_ptr<const std::string> content, DocumentInfo info, DeliveryRoad road, ChunkSink sink,
             ReadDone done);

}  // namespace jackfield::documents
