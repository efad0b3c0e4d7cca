#pragma once

// A document that a plugin writes: the writer itself, and who may use it at a time.

#include <atomic>
#include <memory>
#include <utility>
#include <variant>

#include "base/result.hpp"
#include "documents/writer.hpp"
#include "services/op_call.hpp"

namespace jackfield::services {

struct DocumentWriter {
  // A request that came to nothing is told of at the end.
  DocumentWriter(OpCall the_call, Result<std::unique_ptr<documents::Writer>> opened)
      : call(std::move(the_call)), failure(opened ? Failure{} : opened.failure()) {
    if (opened) writer = *std::move(opened);
  }

  const OpCall call;
  std::unique_ptr<documents::Writer> writer;  // null: there is a failure
  const Failure failure;
  std::atomic<bool> is_in_use = false;
  std::atomic<bool> is_room_awaited = false;
};

// The right to use a writer; false when somebody else has it.
class WriterUse {
 public:
  explicit WriterUse(std::shared_ptr<DocumentWriter> writer)
      : writer_(std::move(writer)), is_granted_(!writer_->is_in_use.exchange(true)) {}
  WriterUse(const WriterUse&) = delete;
  WriterUse& operator=(const WriterUse&) = delete;
  ~WriterUse() {
    if (is_granted_) writer_->is_in_use = false;
  }

  explicit operator bool() const noexcept { return is_granted_; }

 private:
  const std::shared_ptr<DocumentWriter> writer_;
  const bool is_granted_;
};

}  // namespace jackfield::services
