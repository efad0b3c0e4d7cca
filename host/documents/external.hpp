#pragma once

// Documents that are somewhere on the web: fetched by GET, described by the answer's headers.
//
// The request goes through the host's HTTP client, so its proxies and its policy hold. Redirects are followed. Nothing
// is remembered: reading twice fetches twice. What a server says beside a refusal is not repeated in messages.
//
// Threads  any; sink and `done` are called on the client's executor.

#include "documents/store.hpp"
#include "net/http_client.hpp"

namespace jackfield::documents {

struct Web {
  net::HttpSender& http;
  std::uint64_t max_document_bytes;
};

// The reference's name wins over the one in the headers; the size is known where the answer announces it.
void fetch(Web web, const ExternalReference& document, ChunkSink sink, Patience patience, ReadDone done);

}  // namespace jackfield::documents
