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
// Life     build, use, destroy; what is under way when it is destroyed is still answered, as long as the collaborators
//          live.
// Threads  any. Callbacks run on the executor, never on the caller's stack; `done` exactly once per call.
// Faults   InvalidInput: no such kind of reference, or one that lacks something. NotFound, Unavailable: what store or
//          URL answered. Unsupported: no store. Rejected: larger than a limit, which the message names.

#include <cstdint>
#include <functional>
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
class HttpSender;
}

namespace jackfield::documents {

class Writer;

enum class StoreKind {
  None,      // references can be read where they carry content or URL; nothing is created
  InMemory,  // gone with the process; for tests and laptops
  Cluster    // the cluster's REST interface
};

struct Settings {
  // Behaviour
  StoreKind store = StoreKind::None;
  std::string rest_address;                               // Cluster: http or https, without the /v2
  std::uint64_t max_document_bytes = 1ULL << 30;          // created or read
  std::uint64_t max_stored_bytes = 256ULL << 20;          // InMemory: all documents together
  std::string github_address = "https://api.github.com";  // for createGithubAppInstallationToken
  // Performance
  std::uint64_t stream_above = 1ULL << 20;  // Cluster: larger documents are sent in pieces
};

// Evaluates FEEL over a JSON object, to JSON; called on the executor.
using Evaluator = std::function<Result<std::string>(std::string_view expression, std::string_view context)>;

struct Collaborators {
  Executor& executor;
  const Clock& clock;
  net::HttpSender* http = nullptr;  // null: no cluster store, no external documents; answers on the same executor
  Evaluator evaluate = nullptr;     // null: getJson takes no expression
};

// What shall be stored. Custom properties and time to live are the store's to keep.
struct NewDocument {
  std::string content;
  std::string content_type;  // empty: by the file name's extension, else application/octet-stream
  std::string file_name;     // empty: a random UUID
  std::optional<milliseconds> time_to_live;
  std::string custom_properties;  // text of a JSON object, or empty
  bool is_nameless = false;       // an empty file name stays empty
};

// What is known of a document once it has been read.
struct DocumentInfo {
  std::optional<std::string> content_type;
  std::optional<std::string> file_name;
  std::optional<std::uint64_t> size;
};

// What becomes of content that a connector returns ("documentReturnFormat"); texts as the model has them.
struct ReturnFormat {
  std::string choice;    // DOCUMENT, TEXT or JSON
  std::string encoding;  // of TEXT; blank: UTF-8
};

// For documents that are known to be small.
struct WholeDocument {
  std::string content;
  DocumentInfo info;
};

// The reference as JSON text.
using ReferenceDone = UniqueFunction<void(Result<std::string>)>;
// Pieces of the content in order, one at a time. False: no more is wanted, and the read ends as Cancelled.
using ChunkSink = UniqueFunction<bool(std::string_view)>;
using ReadDone = UniqueFunction<void(Result<DocumentInfo>)>;
using WholeDone = UniqueFunction<void(Result<WholeDocument>)>;
using LinkDone = UniqueFunction<void(Result<std::string>)>;
using ResolveDone = UniqueFunction<void(Result<std::string>)>;

// Copies share the store.
class Documents {
 public:
  Documents(Settings settings, Collaborators collaborators);
  ~Documents();

  // Whether create() and open() can work at all.
  bool has_store() const noexcept;

  // The answer is the reference as the store gave it, without empty members.
  void create(NewDocument document, Deadline deadline, std::stop_token stop, ReferenceDone done);

  // The same for content that comes piece by piece (documents/writer.hpp); deadline and stop are those of all of it.
  Result<std::unique_ptr<Writer>> open(NewDocument head, Deadline deadline, std::stop_token stop);

  // For content that becomes what a model asks for: a document, or its text or JSON in place of a reference.
  Result<std::unique_ptr<Writer>> open(ReturnFormat format, NewDocument head, Deadline deadline, std::stop_token stop);

  // All pieces have been given to the sink, in order, before `done` comes.
  void read(std::string_view reference, ChunkSink sink, Deadline deadline, std::stop_token stop, ReadDone done);

  // The same into memory, of at most so many bytes; more is Rejected.
  struct Whole {
    std::string_view reference;
    std::uint64_t max_bytes;
  };
  void read(Whole whole, Deadline deadline, std::stop_token stop, WholeDone done);

  // A URL that serves the content to whoever has it; of an external document, its own. `time_to_live`: how long;
  // absent: as long as the store likes.
  struct Link {
    std::string_view reference;
    std::optional<milliseconds> time_to_live;
  };
  void link(Link link, Deadline deadline, std::stop_token stop, LinkDone done);

  // The same JSON with the functions that it calls ({"camunda.function.type":"base64","params":[…]}) replaced by their
  // results; at most ten. For whoever binds a job's input, never for data from elsewhere: calls in it would run.
  void resolve(std::string json, Deadline deadline, std::stop_token stop, ResolveDone done);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace jackfield::documents
