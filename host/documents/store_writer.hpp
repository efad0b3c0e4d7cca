#pragma once

// A document that is created piece by piece in a store. Small ones are collected; from a threshold on they flow to the
// store while they are written.
//
// What has been written and not yet sent is held in memory, a few megabytes at most if the writer heeds is_full(). The
// store may refuse at any moment; then write() is false from there on. Deadline and stop of the patience hold for the
// whole of it, from the first piece to the answer. A store that takes documents only whole gets it at finish().

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "documents/store.hpp"
#include "documents/writer.hpp"

namespace jackfield::documents {

class StoreWriter final : public Writer {
 public:
  struct Options {
    std::uint64_t stream_above = 0;
    std::uint64_t max_document_bytes = 0;
  };

  // The store outlives the writer and what it has begun.
  StoreWriter(std::shared_ptr<Store> store, Executor& executor, Options options, NewDocument head, Patience patience);
  ~StoreWriter() override;
  StoreWriter(const StoreWriter&) = delete;
  StoreWriter& operator=(const StoreWriter&) = delete;

  bool write(std::string_view piece) override;
  bool is_full() const override;
  void when_room(Task task) override;
  void finish(ReferenceDone done) override;

 private:
  class Ending;
  // The first failure is the one that finish() tells.
  void fail(Failure failure);
  void begin_upload();

  const std::shared_ptr<Store> store_;
  const Options options_;
  const std::shared_ptr<Ending> ending_;

  // Content gathers in here until the upload begins.
  NewDocument document_;
  Patience patience_;
  std::uint64_t size_ = 0;
  bool is_whole_only_ = false;
  bool is_finished_ = false;
  std::optional<Upload> upload_;
};

}  // namespace jackfield::documents
