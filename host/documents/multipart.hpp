#pragma once

// What stands around a document's content in the request that creates it: the parts `file` and `metadata`.

#include <string>

#include "documents/documents.hpp"

namespace jackfield::documents {

struct Envelope {
  std::string content_type;  // of the request
  std::string before;
  std::string after;
};

// The document's content is not looked at. `now` is where its time to live begins.
Envelope envelope_of(const NewDocument& document, WallTime now);

}  // namespace jackfield::documents
