#include "net/response_stream.hpp"

#include <utility>

namespace jackfield::net {
namespace {

constexpr std::size_t kMostWaiting = 256 << 10;

}  // namespace

bool ResponseStream::is_full() {
  MutexLock lock(mutex_);
  was_full_ = was_full_ || waiting_.size() >= kMostWaiting;
  return waiting_.size() >= kMostWaiting;
}

bool ResponseStream::is_unwanted() {
  MutexLock lock(mutex_);
  return is_unwanted_;
}

void ResponseStream::take(std::string_view piece) {
  {
    MutexLock lock(mutex_);
    if (is_unwanted_) return;
    waiting_.append(piece);
    if (std::exchange(is_delivering_, true)) return;
  }
  post_turn();
}

void ResponseStream::end(Last last, bool with_rest) {
  bool took_all = true;
  {
    MutexLock lock(mutex_);
    if (!with_rest) waiting_.clear();
    took_all = !is_unwanted_;
    if (is_delivering_) {
      last_ = std::move(last);
      return;
    }
  }
  executor_.post([last = std::move(last), took_all]() mutable { last(took_all); });
}

void ResponseStream::post_turn() {
  executor_.post([self = shared_from_this()] { self->turn(); });
}

void ResponseStream::turn() {
  std::string piece;
  Last last;
  bool wakes = false;
  bool took_all = true;
  {
    MutexLock lock(mutex_);
    piece = std::exchange(waiting_, {});
    wakes = std::exchange(was_full_, false);
    if (piece.empty()) {
      is_delivering_ = false;
      last = std::exchange(last_, nullptr);
      took_all = !is_unwanted_;
    }
  }
  if (piece.empty()) return last ? last(took_all) : void();
  if (wakes) wake_();
  if (!(*sink_)(piece)) {
    {
      MutexLock lock(mutex_);
      is_unwanted_ = true;
      waiting_.clear();
    }
    wake_();
  }
  post_turn();
}

}  // namespace jackfield::net
