#pragma once

// Documents that are somewhere on the web: fetched by GET, described by the answer's headers. Threads: any.

#include "documents/store.hpp"
#include "net/http_client.hpp"

namespace jackfield::documents {

struct Web {
  net::HttpSender& http;
  std::uint64_t max_document_bytes;
};

void fetch(Web web, const ExternalReference& document, ChunkSink sink, Patience patience, ReadDone done);

}  // namespace jackfield::documents
