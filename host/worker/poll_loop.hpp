#pragma once

// Asks for jobs of one type while they are admitted.
//
// At most one poll at a time. Alone it hangs in the engine until a job comes. Beside a stream it only looks, with half
// of the permits, since those of a poll are missing for jobs that are pushed; and it looks more rarely the longer
// nothing is found.
//
// Threads  any. A poll's jobs are handed over on the gateway's thread.
// Life     start, stop; kept alive by what it waits for.

#include <functional>
#include <memory>
#include <stop_token>

#include "base/backoff.hpp"
#include "base/mutex.hpp"
#include "worker/admission.hpp"
#include "worker/desk.hpp"

namespace jackfield::worker {

// Takes a job with the ticket that it came on. Gateway's thread: moves, posts, returns.
using Intake = std::function<void(Job, std::optional<Ticket>)>;

class PollLoop : public std::enable_shared_from_this<PollLoop> {
 public:
  struct Asked {
    gateway::ActivationRequest request;  // all but max_jobs
    bool is_beside_stream = false;
  };

  PollLoop(Asked asked, std::shared_ptr<const Desk> desk, std::shared_ptr<Admission> admission, Intake intake);

  void start() { consider(); }
  void stop();

  // Something may have changed: a permit or a token came back.
  void consider();

  // Jobs may wait that nobody will push: look as soon as there is room.
  void hurry();

  // No jobs are to be asked for just now: ends the poll that is out.
  void interrupt();

 private:
  struct Poll;

  bool claim();
  void release();
  void ask(std::vector<Ticket> tickets);
  std::stop_token begin_poll();
  void on_end(Poll& poll, const Result<void>& how);
  std::optional<milliseconds> delay_after(const Poll& poll, bool has_found, const Result<void>& how);
  void note(const Result<void>& how);
  void pause(milliseconds delay);

  const Asked asked_;
  const std::shared_ptr<const Desk> desk_;
  const std::shared_ptr<Admission> admission_;
  const Intake intake_;
  const std::size_t most_at_once_;
  const std::size_t most_in_use_;  // to ask again

  std::stop_source stop_;

  Mutex mutex_;
  bool is_busy_ JF_GUARDED_BY(mutex_) = false;  // a poll is out, or a pause is on
  std::stop_source poll_stop_ JF_GUARDED_BY(mutex_);
  TimerId pause_ JF_GUARDED_BY(mutex_) = TimerId::None;
  bool is_failing_ JF_GUARDED_BY(mutex_) = false;
  Backoff after_failure_ JF_GUARDED_BY(mutex_);
  Backoff after_nothing_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::worker
