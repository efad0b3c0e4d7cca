#pragma once

// The document store of the golden cases: the document part of Camunda's REST API, as far as connectors use it.
//
//   POST /v2/documents                 parts "file" and "metadata"; ids are doc-1, doc-2, … per case
//   GET  /v2/documents/{id}            content, or 404
//   POST /v2/documents/{id}/links      always the same link
//
// Threads: any; play() and uploads() belong to one case at a time.

#include <map>
#include <mutex>

#include "support/golden/case.hpp"
#include "support/raw_http_server.hpp"

namespace jackfield::test::golden {

// One part of a multipart body: its headers as text, and its bytes.
struct Part {
  std::string name;
  std::string file_name;
  std::string content_type;
  std::string bytes;
};
std::vector<Part> parts_of(const RawRequest& request);

class DocumentStore {
 public:
  DocumentStore() : server_([this](const RawRequest& request) { return take(request); }) {}

  int port() const noexcept { return server_.port(); }

  // From here on exactly this case's documents are known.
  void play(const Case& next);

  // What was uploaded since, in the shape of "expect".
  Json uploads() const;

 private:
  struct Document {
    std::string content_type;
    std::string bytes;
  };

  RawAnswer take(const RawRequest& request);
  RawAnswer upload(const RawRequest& request);
  RawAnswer download(std::string_view id) const;

  mutable std::mutex mutex_;
  std::map<std::string, Document, std::less<>> documents_;
  Json::List uploads_;

  RawHttpServer server_;  // last: its threads use the rest
};

}  // namespace jackfield::test::golden
