#pragma once

// Bodies too large to be held whole: what takes a response piece by piece, and what a request is fed from.

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/mutex.hpp"
#include "base/task.hpp"

namespace jackfield::net {

// Called on the client's executor, in order, one piece at a time; the connection is held back meanwhile. False: no more
// is wanted.
using BodySink = UniqueFunction<bool(std::string_view)>;

// A request's body on its way from a writer to the client, which takes it as fast as the connection does.
//
// Without a known size the request is sent in chunks. Nothing limits what is written: a writer that makes its pieces
// out of nothing looks at waiting() and goes on when when_below() says so. A request that has ended closes its pipe;
// what is written afterwards is dropped.
//
// Threads: any. Tasks run without a lock, on the stack of whoever made them due, and only post.
class BodyPipe {
 public:
  explicit BodyPipe(std::optional<std::uint64_t> size = std::nullopt) : size_(size) {}

  // For the writer. After end() or abandon() nothing more is written; abandon() makes the request fail as Aborted.
  void write(std::string piece);
  void end();
  void abandon();

  // Bytes that were written and not yet taken.
  std::uint64_t waiting() const;

  // Runs `task` once, when fewer than `bytes` wait or the pipe is closed; at once if that is so. One task at a time.
  void when_below(std::uint64_t bytes, Task task);

  // For the client. After Waiting, the wake task runs when there is more.
  enum class State { Data, Waiting, Ended, Abandoned };
  struct Taken {
    State state = State::Data;
    std::size_t bytes = 0;
  };
  Taken take(char* to, std::size_t room);
  void on_more(Task wake);
  void close();
  std::optional<std::uint64_t> size() const noexcept { return size_; }

 private:
  void finish(State how);
  Task due_task() JF_REQUIRES(mutex_);
  void wake();

  const std::optional<std::uint64_t> size_;

  mutable Mutex mutex_;
  std::deque<std::string> pieces_ JF_GUARDED_BY(mutex_);
  std::size_t taken_of_first_ JF_GUARDED_BY(mutex_) = 0;
  std::uint64_t waiting_ JF_GUARDED_BY(mutex_) = 0;
  State end_ JF_GUARDED_BY(mutex_) = State::Waiting;  // what there is when nothing waits
  bool is_closed_ JF_GUARDED_BY(mutex_) = false;
  std::uint64_t room_mark_ JF_GUARDED_BY(mutex_) = 0;
  Task when_below_ JF_GUARDED_BY(mutex_);
  bool is_reader_waiting_ JF_GUARDED_BY(mutex_) = false;

  Task wake_;  // set before the first take
};

}  // namespace jackfield::net
