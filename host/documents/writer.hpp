#pragma once

// A document that is created piece by piece. Small ones are collected; from a threshold on they flow to the store while
// they are written.
//
// Threads: one call at a time, from any thread. Destroyed without finish, it leaves nothing behind in the store.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "documents/store.hpp"

namespace jackfield::documents {

class Writer {
 public:
  struct Options {
    std::uint64_t stream_above = 0;
    std::uint64_t max_document_bytes = 0;
  };

  // The store outlives the writer and what it has begun.
  Writer(std::shared_ptr<Store> store, Executor& executor, Options options, NewDocument head, Patience patience);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // False: it comes to nothing any more; finish() says why.
  bool write(std::string_view piece);

  // Whether the store takes the pieces more slowly than they are written; the task runs once when there is room, or
  // when it does not matter any more.
  bool is_full() const;
  void when_room(Task task);

  void finish(ReferenceDone done);

 private:
  class Ending;
  void fail(Failure failure);
  void begin_upload();

  const std::shared_ptr<Store> store_;
  Executor& executor_;
  const Options options_;
  const std::shared_ptr<Ending> ending_;

  NewDocument document_;
  Patience patience_;
  std::uint64_t size_ = 0;
  bool is_whole_only_ = false;
  bool is_finished_ = false;
  std::optional<Upload> upload_;
};

}  // namespace jackfield::documents
