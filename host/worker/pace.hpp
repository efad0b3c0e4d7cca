#pragma once

// Hands out the tokens of one job type's rate to its polls and its stream.
//
// Polls take what there is and are told when there is more; the stream waits in line. While both wait they get tokens
// by turns, so that neither jobs that are pushed nor those that only a poll finds are left.
//
// Threads  any. The taker is called on the caller's stack or on the executor, on_room on the executor.
// Life     make, use, close. Timers and tasks on their way do not keep it alive.

#include <functional>
#include <memory>

#include "base/executor.hpp"
#include "base/mutex.hpp"
#include "worker/token_bucket.hpp"
#include "worker/worker.hpp"

namespace jackfield::worker {

class Pace : public std::enable_shared_from_this<Pace> {
 public:
  // `on_room`: there are tokens, after a poll found none.
  Pace(const Rate& rate, const JobType& type, const Collaborators& with, std::function<void()> on_room);

  // For polls. What is returned is held.
  std::size_t hold_up_to(std::size_t most);

  // For the stream, which waits once at a time: called with a token held. Dropped uncalled when this closes.
  void when_free(Task taker);

  // Of one that is held: its job came, or will not come.
  void use();
  void give_back();

  bool has_token();
  void close();

 private:
  void serve_stream();
  void serve_polls();
  void on_time();
  void go_on() JF_REQUIRES(mutex_);  // comes back when a token is there for who waits

  Executor& executor_;
  Timers& timers_;
  const Clock& clock_;
  const std::function<void()> on_room_;
  metrics::Counter& waits_;

  Mutex mutex_;
  TokenBucket bucket_ JF_GUARDED_BY(mutex_);
  Task stream_ JF_GUARDED_BY(mutex_);  // waits when not empty
  bool is_poll_waiting_ JF_GUARDED_BY(mutex_) = false;
  bool is_polls_turn_ JF_GUARDED_BY(mutex_) = false;
  bool is_closed_ JF_GUARDED_BY(mutex_) = false;
  TimerId timer_ JF_GUARDED_BY(mutex_) = TimerId::None;
};

}  // namespace jackfield::worker
