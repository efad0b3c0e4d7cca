#include "net/body_stream.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace jackfield::net {

void BodyPipe::write(std::string piece) {
  if (piece.empty()) return;
  {
    MutexLock lock(mutex_);
    if (is_closed_ || end_ != State::Waiting) return;
    waiting_ += piece.size();
    pieces_.push_back(std::move(piece));
  }
  wake();
}

void BodyPipe::end() {
  finish(State::Ended);
}

void BodyPipe::abandon() {
  finish(State::Abandoned);
}

std::uint64_t BodyPipe::waiting() const {
  MutexLock lock(mutex_);
  return waiting_;
}

void BodyPipe::when_below(std::uint64_t bytes, Task task) {
  Task due;
  {
    MutexLock lock(mutex_);
    room_mark_ = bytes;
    when_below_ = std::move(task);
    due = due_task();
  }
  if (due) due();
}

BodyPipe::Taken BodyPipe::take(char* to, std::size_t room) {
  Task due;
  Taken taken;
  {
    MutexLock lock(mutex_);
    if (end_ == State::Abandoned) return {.state = State::Abandoned};
    while (!pieces_.empty() && taken.bytes < room) {
      const std::string& first = pieces_.front();
      const std::size_t count = std::min(room - taken.bytes, first.size() - taken_of_first_);
      std::memcpy(to + taken.bytes, first.data() + taken_of_first_, count);
      taken.bytes += count;
      taken_of_first_ += count;
      if (taken_of_first_ < first.size()) break;
      pieces_.pop_front();
      taken_of_first_ = 0;
    }
    waiting_ -= taken.bytes;
    if (taken.bytes == 0) taken.state = end_;
    is_reader_waiting_ = taken.state == State::Waiting;
    due = due_task();
  }
  if (due) due();
  return taken;
}

void BodyPipe::on_more(Task wake) {
  wake_ = std::move(wake);
}

void BodyPipe::close() {
  Task due;
  {
    MutexLock lock(mutex_);
    is_closed_ = true;
    pieces_.clear();
    waiting_ = 0;
    due = due_task();
  }
  if (due) due();
}

void BodyPipe::finish(State how) {
  {
    MutexLock lock(mutex_);
    if (is_closed_ || end_ != State::Waiting) return;
    end_ = how;
  }
  wake();
}

Task BodyPipe::due_task() {
  if (!when_below_ || (waiting_ >= room_mark_ && !is_closed_)) return nullptr;
  return std::exchange(when_below_, nullptr);
}

void BodyPipe::wake() {
  {
    MutexLock lock(mutex_);
    if (!std::exchange(is_reader_waiting_, false)) return;
  }
  wake_();
}

}  // namespace jackfield::net
