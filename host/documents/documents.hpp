#pragma once

// Stores and fetches document content behind Camunda's document references.
//
//   documents.create({.content = bytes, .file_name = "report.pdf"}, by, stop, [](Result<std::string> reference) {
//     if (reference) use(*reference);   // {"camunda.document.type":"camunda","storeId":…}
//   });
//
// References are JSON text: content in the store (`camunda`), behind a URL (`external`) or in the reference itself
// (`inline`). What is created goes to the one store of the settings; reading needs none for external and inline.
//
// Life     build, use, destroy; what is under way when it is destroyed is still answered.
// Threads  any. Callbacks run on the executor, never on the caller's stack; `done` exactly once per call.
// Faults   InvalidInput: no such kind of reference, or one that lacks something. NotFound, Rejected, Unavailable: what
//          store or URL answered. Unsupported: no store. Rejected, too: larger than a limit, which the message names.

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/executor.hpp"
#include "base/result.hpp"
#include "base/task.hpp"

namespace jackfield::net {
class HttpClient;
}

namespace jackfield::documents {

enum class StoreKind {
  None,      // references can be read where they carry content or URL; nothing is created
  InMemory,  // gone with the process; for tests and laptops
  Cluster    // the cluster's REST interface
};

struct Settings {
  // Behaviour
  StoreKind store = StoreKind::None;
  std::string rest_address;                       // Cluster: http or https, without the /v2
  std::uint64_t max_document_bytes = 1ULL << 30;  // created or read
  std::uint64_t max_stored_bytes = 256ULL << 20;  // InMemory: all documents together
};

struct Collaborators {
  Executor& executor;
  const Clock& clock;
  net::HttpClient* http = nullptr;  // null: no cluster store, no external documents
};

struct NewDocument {
  std::string content;
  std::string content_type;  // empty: by the file name's extension, else application/octet-stream
  std::string file_name;     // empty: a random UUID
  std::optional<milliseconds> time_to_live;
  std::string custom_properties;  // text of a JSON object, or empty
};

// What is known of a document once it has been read.
struct DocumentInfo {
  std::optional<std::string> content_type;
  std::optional<std::string> file_name;
  std::optional<std::uint64_t> size;
};

// The reference as JSON text.
using ReferenceDone = UniqueFunction<void(Result<std::string>)>;
// Pieces of the content in order, one at a time. False: no more is wanted, and the read ends as Cancelled.
using ChunkSink = UniqueFunction<bool(std::string_view)>;
using ReadDone = UniqueFunction<void(Result<DocumentInfo>)>;
using LinkDone = UniqueFunction<void(Result<std::string>)>;

class Documents {
 public:
  Documents(Settings settings, Collaborators collaborators);
  ~Documents();

  bool has_store() const noexcept;

  void create(NewDocument document, Deadline deadline, std::stop_token stop, ReferenceDone done);

  // All pieces have been given to the sink, in order, before `done` comes.
  void read(std::string_view reference, ChunkSink sink, Deadline deadline, std::stop_token stop, ReadDone done);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace jackfield::documents
