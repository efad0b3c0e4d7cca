#pragma once

// What stands around a document's content in the request that creates it: the parts `file` and `metadata`.
//
// The content goes between `before` and `after` as it is, so it may be sent while it is still being written. The
// boundary is random; content that holds it by design would have to guess a UUID.

#include <string>

#include "documents/documents.hpp"

namespace jackfield::documents {

struct Envelope {
  std::string content_type;  // of the request
  std::string before;
  std::string after;
};

// Name, content type, end of life and custom properties are said in `metadata`, each where there is one; name and type
// also in the head of the part `file`, for whoever looks there. The document's content is not looked at. `now` is where
// its time to live begins.
Envelope envelope_of(const NewDocument& document, WallTime now);

}  // namespace jackfield::documents
