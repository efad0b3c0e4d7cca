#include "documents/memory_store.hpp"

#include <fmt/format.h>

#include "base/uuid.hpp"
#include "documents/answer.hpp"
#include "documents/delivery.hpp"
#include "documents/expiry.hpp"

namespace jackfield::documents {

void MemoryStore::create(NewDocument document, Patience patience, ReferenceDone done) {
  if (auto failure = impatience(patience, clock_)) return answer(executor_, std::move(done), *std::move(failure));
  answer(executor_, std::move(done), keep(std::move(document)));
}

void MemoryStore::read(const StoredReference& document, ChunkSink sink, Patience patience, ReadDone done) {
  auto content = find(document.document_id);
  if (content == nullptr) {
    return answer(executor_, std::move(done),
                  Failure{Fault::NotFound, fmt::format("Document not found: {}", document.document_id)});
  }
  DocumentInfo info = document.info;
  if (!info.size) info.size = content->size();
  deliver(std::move(content), std::move(info), {executor_, clock_, std::move(patience)}, std::move(sink),
          std::move(done));
}

void MemoryStore::link(const StoredReference&, std::optional<milliseconds>, Patience, LinkDone done) {
  answer(executor_, std::move(done), Failure{Fault::Unsupported, "the in-memory document store has no links"});
}

Result<std::string> MemoryStore::keep(NewDocument document) {
  const StoredReference reference{
      .store_id = kId, .document_id = random_uuid(), .content_hash = std::to_string(document.content.size())};
  Metadata metadata{.content_type = std::move(document.content_type),
                    .file_name = std::move(document.file_name),
                    .size = document.content.size(),
                    .custom_properties = std::move(document.custom_properties)};
  Kept kept{.content = std::make_shared<const std::string>(std::move(document.content))};
  if (document.time_to_live) {
    kept.expires = Deadline::in(*document.time_to_live, clock_);
    metadata.expires_at = expiry_text(clock_.wall_now() + *document.time_to_live);
  }
  MutexLock lock(mutex_);
  forget_expired();
  if (metadata.size > max_bytes_ - bytes_) {
    return Failure{Fault::Rejected,
                   fmt::format("the in-memory document store is full: it holds {} of {} bytes", bytes_, max_bytes_)};
  }
  bytes_ += metadata.size;
  documents_.emplace(reference.document_id, std::move(kept));
  return reference_text(reference, metadata);
}

std::shared_ptr<const std::string> MemoryStore::find(const std::string& id) {
  MutexLock lock(mutex_);
  forget_expired();
  const auto found = documents_.find(id);
  return found == documents_.end() ? nullptr : found->second.content;
}

void MemoryStore::forget_expired() {
  const TimePoint now = clock_.now();
  for (auto it = documents_.begin(); it != documents_.end();) {
    if (it->second.expires.at() > now) {
      ++it;
      continue;
    }
    bytes_ -= it->second.content->size();
    it = documents_.erase(it);
  }
}

}  // namespace jackfield::documents
