#include "documents/documents.hpp"

#include <fmt/format.h>

#include "base/uuid.hpp"
#include "documents/answer.hpp"
#include "documents/delivery.hpp"
#include "documents/external.hpp"
#include "documents/file_names.hpp"
#include "documents/inline_writer.hpp"
#include "documents/memory_store.hpp"
#include "documents/resolver.hpp"
#include "documents/rest_store.hpp"
#include "documents/store_writer.hpp"

namespace jackfield::documents {
namespace {

std::shared_ptr<Store> make_store(const Settings& settings, const Collaborators& with) {
  switch (settings.store) {
    case StoreKind::None:
      return nullptr;
    case StoreKind::InMemory:
      return std::make_shared<MemoryStore>(settings.max_stored_bytes, with.executor, with.clock);
    case StoreKind::Cluster:
      JF_ASSERT(with.http != nullptr, "the cluster's store is reached through the HTTP client");
      return std::make_shared<RestStore>(RestStore::Options{.address = settings.rest_address,
                                                            .max_document_bytes = settings.max_document_bytes,
                                                            .stream_above = settings.stream_above},
                                         *with.http, with.clock);
  }
  return nullptr;
}

Failure no_store() {
  return {Fault::Unsupported, "this runtime has no document store"};
}

Failure too_large(std::uint64_t max_bytes) {
  return {Fault::Rejected, fmt::format("the document is larger than {} bytes", max_bytes)};
}

DocumentInfo info_of(const InlineReference& document) {
  DocumentInfo info{.file_name = document.name.value_or(""), .size = document.content.size()};
  if (info.file_name->empty()) info.file_name = random_uuid();
  info.content_type = content_type_or_guess(document.content_type.value_or(""), *info.file_name);
  return info;
}

void fill_in(NewDocument& document) {
  if (document.file_name.empty() && !document.is_nameless) document.file_name = random_uuid();
  document.content_type = content_type_or_guess(document.content_type, document.file_name);
}

}  // namespace

struct Documents::State {
  State(Settings the_settings, Collaborators collaborators)
      : settings(std::move(the_settings)), with(std::move(collaborators)), store(make_store(settings, with)) {}

  const Settings settings;
  const Collaborators with;
  const std::shared_ptr<Store> store;  // or null
};

Documents::Documents(Settings settings, Collaborators collaborators)
    : state_(std::make_shared<State>(std::move(settings), std::move(collaborators))) {}
Documents::~Documents() = default;

bool Documents::has_store() const noexcept {
  return state_->store != nullptr;
}

void Documents::create(NewDocument document, Deadline deadline, std::stop_token stop, ReferenceDone done) {
  Executor& executor = state_->with.executor;
  if (!has_store()) return answer(executor, std::move(done), no_store());
  const std::uint64_t max_bytes = state_->settings.max_document_bytes;
  if (document.content.size() > max_bytes) return answer(executor, std::move(done), too_large(max_bytes));
  fill_in(document);
  state_->store->create(std::move(document), {deadline, std::move(stop)}, std::move(done));
}

Result<std::unique_ptr<Writer>> Documents::open(NewDocument head, Deadline deadline, std::stop_token stop) {
  if (!has_store()) return no_store();
  fill_in(head);
  const Settings& settings = state_->settings;
  return std::unique_ptr<Writer>(std::make_unique<StoreWriter>(
      state_->store, state_->with.executor,
      StoreWriter::Options{.stream_above = settings.stream_above, .max_document_bytes = settings.max_document_bytes},
      std::move(head), Patience{deadline, std::move(stop)}));
}

Result<std::unique_ptr<Writer>> Documents::open(ReturnFormat format, NewDocument head, Deadline deadline,
                                                std::stop_token stop) {
  using Form = InlineWriter::Form;
  if (format.choice == "DOCUMENT") return open(std::move(head), deadline, std::move(stop));
  if (format.choice == "TEXT" || format.choice == "JSON") {
    const Form form = format.choice == "TEXT" ? Form::Text : Form::Json;
    return std::unique_ptr<Writer>(
        std::make_unique<InlineWriter>(form, std::move(format.encoding), state_->with.executor));
  }
  if (format.choice.find_first_not_of(" \t\r\n") == std::string::npos) {
    return Failure{Fault::Internal, "the content to return needs a documentReturnFormat.choice"};
  }
  return Failure{
      Fault::InvalidInput,
      fmt::format("documentReturnFormat.choice must be one of DOCUMENT, TEXT, JSON. Got: {}", format.choice)};
}

void Documents::read(std::string_view reference, ChunkSink sink, Deadline deadline, std::stop_token stop,
                     ReadDone done) {
  Executor& executor = state_->with.executor;
  Result<Reference> parsed = parse_reference(reference);
  if (!parsed) return answer(executor, std::move(done), std::move(parsed).failure());
  Patience patience{deadline, std::move(stop)};
  if (const auto* carried = std::get_if<InlineReference>(&*parsed)) {
    return deliver(std::make_shared<const std::string>(carried->content), info_of(*carried),
                   {executor, state_->with.clock, std::move(patience)}, std::move(sink), std::move(done));
  }
  if (const auto* outside = std::get_if<ExternalReference>(&*parsed)) {
    if (state_->with.http == nullptr) return answer(executor, std::move(done), no_store());
    return fetch({*state_->with.http, state_->settings.max_document_bytes}, *outside, std::move(sink),
                 std::move(patience), std::move(done));
  }
  if (!has_store()) return answer(executor, std::move(done), no_store());
  state_->store->read(std::get<StoredReference>(*parsed), std::move(sink), std::move(patience), std::move(done));
}

void Documents::read(Whole whole, Deadline deadline, std::stop_token stop, WholeDone done) {
  struct Gathered {
    std::string content;
    bool is_over = false;
  };
  auto gathered = std::make_shared<Gathered>();
  ChunkSink sink = [gathered, max = whole.max_bytes](std::string_view piece) {
    gathered->is_over = piece.size() > max - gathered->content.size();
    if (!gathered->is_over) gathered->content.append(piece);
    return !gathered->is_over;
  };
  read(whole.reference, std::move(sink), deadline, std::move(stop),
       [gathered, max = whole.max_bytes, done = std::move(done)](Result<DocumentInfo> end) mutable {
         if (end) return done(WholeDocument{.content = std::move(gathered->content), .info = *std::move(end)});
         done(gathered->is_over ? too_large(max) : std::move(end).failure());
       });
}

void Documents::link(Link link, Deadline deadline, std::stop_token stop, LinkDone done) {
  Executor& executor = state_->with.executor;
  Result<Reference> parsed = parse_reference(link.reference);
  if (!parsed) return answer(executor, std::move(done), std::move(parsed).failure());
  if (const auto* outside = std::get_if<ExternalReference>(&*parsed)) {
    return answer(executor, std::move(done), Result<std::string>(outside->url));
  }
  if (std::holds_alternative<InlineReference>(*parsed)) {
    return answer(executor, std::move(done), Failure{Fault::Unsupported, "inline documents have no link"});
  }
  if (!has_store()) return answer(executor, std::move(done), no_store());
  state_->store->link(std::get<StoredReference>(*parsed), link.time_to_live, {deadline, std::move(stop)},
                      std::move(done));
}

void Documents::resolve(std::string json, Deadline deadline, std::stop_token stop, ResolveDone done) {
  auto ground = std::make_shared<FunctionGround>(FunctionGround{*this, state_->with.evaluate, std::nullopt});
  if (state_->with.http != nullptr) {
    ground->github.emplace(GithubRoad{*state_->with.http, state_->with.clock, state_->settings.github_address});
  }
  resolve_calls(std::move(ground), state_->with.executor, std::move(json), {deadline, std::move(stop)},
                std::move(done));
}

}  // namespace jackfield::documents
