#pragma once

// The cluster's document store, through its REST interface (/v2/documents).
//
// Content streams: a reader is given pieces as they come in, and what is larger than `stream_above` is sent in pieces.
// A creation that is sent in pieces is sent once; reads follow redirects. Nothing is repeated here: a job that fails
// is.
//
// Threads  any; answers come on the client's executor.
// Borrows  HTTP client and clock, which outlive it.
// Faults   what http_answer.hpp makes of answers, its messages behind what was attempted.

#include <string>

#include "documents/store.hpp"
#include "net/http_client.hpp"

namespace jackfield::documents {

class RestStore final : public Store {
 public:
  struct Options {
    std::string address;  // http or https, without the /v2
    std::uint64_t max_document_bytes = 0;
    std::uint64_t stream_above = 0;  // larger documents are sent in pieces
  };

  RestStore(Options options, net::HttpSender& http, const Clock& clock);

  void create(NewDocument document, Patience patience, ReferenceDone done) override;
  std::optional<Upload> open(const NewDocument& head, Patience patience, ReferenceDone done) override;
  void read(const StoredReference& document, ChunkSink sink, Patience patience, ReadDone done) override;
  void link(const StoredReference& document, std::optional<milliseconds> time_to_live, Patience patience,
            LinkDone done) override;

 private:
  struct Question {
    std::string_view what;  // begins the failure's message
    net::HttpRequest request;
    Patience patience;
  };

  // Answers with what `use` makes of a successful response.
  template <typename T, typename Use>
  void ask(Question question, UniqueFunction<void(Result<T>)> done, Use use);

  // Without a body yet.
  net::HttpRequest creation(const std::string& content_type) const;
  void send_creation(net::HttpRequest request, Patience patience, ReferenceDone done);
  // Ids, stores and hashes are escaped; `below` is a further piece of the path.
  std::string url_of(const StoredReference& document, std::string_view below) const;

  const Options options_;
  const std::string base_;
  net::HttpSender& http_;
  const Clock& clock_;
};

}  // namespace jackfield::documents
