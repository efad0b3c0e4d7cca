#include "documents/documents.hpp"

#include <fmt/format.h>

#include "base/uuid.hpp"
#include "documents/answer.hpp"
#include "documents/delivery.hpp"
#include "documents/file_names.hpp"
#include "documents/memory_store.hpp"
#include "documents/store.hpp"

namespace jackfield::documents {
namespace {

std::unique_ptr<Store> make_store(const Settings& settings, const Collaborators& with) {
  if (settings.store != StoreKind::InMemory) return nullptr;
  return std::make_unique<MemoryStore>(settings.max_stored_bytes, with.executor, with.clock);
}

Failure no_store() {
  return {Fault::Unsupported, "this runtime has no document store"};
}

DocumentInfo info_of(const InlineReference& document) {
  DocumentInfo info{.file_name = document.name.value_or(""), .size = document.content.size()};
  if (info.file_name->empty()) info.file_name = random_uuid();
  info.content_type = content_type_or_guess(document.content_type.value_or(""), *info.file_name);
  return info;
}

}  // namespace

struct Documents::State {
  State(Settings the_settings, Collaborators collaborators)
      : settings(std::move(the_settings)), with(collaborators), store(make_store(settings, with)) {}

  const Settings settings;
  const Collaborators with;
  const std::unique_ptr<Store> store;  // or null
};

Documents::Documents(Settings settings, Collaborators collaborators)
    : state_(std::make_shared<State>(std::move(settings), collaborators)) {}
Documents::~Documents() = default;

bool Documents::has_store() const noexcept {
  return state_->store != nullptr;
}

void Documents::create(NewDocument document, Deadline deadline, std::stop_token stop, ReferenceDone done) {
  Executor& executor = state_->with.executor;
  if (!has_store()) return answer(executor, std::move(done), no_store());
  if (document.content.size() > state_->settings.max_document_bytes) {
    return answer(executor, std::move(done),
                  Failure{Fault::Rejected,
                          fmt::format("the document is larger than {} bytes", state_->settings.max_document_bytes)});
  }
  if (document.file_name.empty()) document.file_name = random_uuid();
  document.content_type = content_type_or_guess(document.content_type, document.file_name);
  state_->store->create(std::move(document), {deadline, std::move(stop)}, std::move(done));
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
  if (!has_store()) return answer(executor, std::move(done), no_store());
  if (const auto* stored = std::get_if<StoredReference>(&*parsed)) {
    return state_->store->read(*stored, std::move(sink), std::move(patience), std::move(done));
  }
  answer(executor, std::move(done), Failure{Fault::Unsupported, "external documents cannot be read"});
}

}  // namespace jackfield::documents
