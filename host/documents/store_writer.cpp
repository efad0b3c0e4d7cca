#include "documents/store_writer.hpp"

#include <fmt/format.h>

#include "base/mutex.hpp"
#include "documents/answer.hpp"

namespace jackfield::documents {
namespace {

constexpr std::uint64_t kMostWaiting = 4 << 20;

}  // namespace

// Joins the answer, which may come before anybody asks for it, to who asks.
class StoreWriter::Ending {
 public:
  explicit Ending(Executor& executor) : executor_(executor) {}
  ~Ending() {
    if (answer_) answer_->ignore("the writer was dropped");
  }

  void settle(Result<std::string> result) {
    ReferenceDone done;
    {
      MutexLock lock(mutex_);
      if (answer_) return result.ignore("there is an answer");
      if (!done_) {
        answer_.emplace(std::move(result));
        return;
      }
      done = std::move(done_);
    }
    answer(executor_, std::move(done), std::move(result));
  }

  void expect(ReferenceDone done) {
    std::optional<Result<std::string>> settled;
    {
      MutexLock lock(mutex_);
      if (!answer_) {
        done_ = std::move(done);
        return;
      }
      settled = std::move(answer_);
    }
    answer(executor_, std::move(done), *std::move(settled));
  }

  bool is_settled() const {
    MutexLock lock(mutex_);
    return answer_.has_value();
  }

 private:
  Executor& executor_;

  mutable Mutex mutex_;
  std::optional<Result<std::string>> answer_ JF_GUARDED_BY(mutex_);
  ReferenceDone done_ JF_GUARDED_BY(mutex_);
};

StoreWriter::StoreWriter(std::shared_ptr<Store> store, Executor& executor, Options options, NewDocument head,
                         Patience patience)
    : store_(std::move(store)),
      options_(options),
      ending_(std::make_shared<Ending>(executor)),
      document_(std::move(head)),
      patience_(std::move(patience)) {}

StoreWriter::~StoreWriter() {
  if (upload_ && !is_finished_) upload_->pipe->abandon();
}

bool StoreWriter::write(std::string_view piece) {
  if (ending_->is_settled()) return false;
  size_ += piece.size();
  if (size_ > options_.max_document_bytes) {
    fail({Fault::Rejected, fmt::format("the document is larger than {} bytes", options_.max_document_bytes)});
    return false;
  }
  if (upload_) {
    upload_->pipe->write(std::string(piece));
    return true;
  }
  document_.content.append(piece);
  if (size_ > options_.stream_above && !is_whole_only_) begin_upload();
  return true;
}

void StoreWriter::begin_upload() {
  upload_ =
      store_->open(document_, patience_, [ending = ending_](Result<std::string> it) { ending->settle(std::move(it)); });
  is_whole_only_ = !upload_;
  if (upload_) upload_->pipe->write(std::exchange(document_.content, {}));
}

void StoreWriter::fail(Failure failure) {
  ending_->settle(std::move(failure));
  document_.content = {};
  if (upload_) upload_->pipe->abandon();
}

bool StoreWriter::is_full() const {
  return upload_ && upload_->pipe->waiting() > kMostWaiting;
}

void StoreWriter::when_room(Task task) {
  if (upload_) return upload_->pipe->when_below(kMostWaiting, std::move(task));
  task();
}

void StoreWriter::finish(ReferenceDone done) {
  is_finished_ = true;
  if (upload_ || ending_->is_settled()) {
    ending_->expect(std::move(done));
    if (!upload_) return;
    upload_->pipe->write(std::move(upload_->after));
    upload_->pipe->end();
    return;
  }
  store_->create(std::move(document_), std::move(patience_), std::move(done));
}

}  // namespace jackfield::documents
