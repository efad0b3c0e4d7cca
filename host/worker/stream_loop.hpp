#pragma once

// Has jobs of one type pushed, one read per ticket.
//
// A stream that ends, however it ends, is opened again: at once if it had lived, with growing pauses if not. After its
// lifetime it is replaced, so that load balancers see fresh connections. While the admission lets no stream be, there
// is none: the engine would go on to push.
//
// Threads  any. Jobs are handed over on the gateway's thread.
// Life     start, stop; kept alive by what it waits for.

#include <memory>

#include "base/backoff.hpp"
#include "base/mutex.hpp"
#include "worker/admission.hpp"
#include "worker/poll_loop.hpp"

namespace jackfield::worker {

class StreamLoop : public std::enable_shared_from_this<StreamLoop> {
 public:
  struct Hooks {
    Intake intake;
    Task may_have_missed;  // jobs may wait that nobody will push: there is no room, or the stream was lost
    Task renewed = [] {};  // a stream reached its age, and gave way to another
  };

  StreamLoop(gateway::StreamRequest request, std::shared_ptr<const Desk> desk, std::shared_ptr<Admission> admission,
             Hooks hooks);

  void start() { open(); }
  void stop();

  // Whether the admission lets a stream be may have changed.
  void consider();

 private:
  class Listener;
  struct Laid;

  void open();
  Laid lay_down() JF_REQUIRES(mutex_);
  void ask_for_ticket();
  void read(Ticket ticket);
  void on_job(std::uint64_t stream, Job job);
  void on_end(std::uint64_t stream, const Result<void>& how);
  void note_trouble(const Failure& failure);
  void note_recovery();
  void open_later(milliseconds delay);
  void renew(std::uint64_t stream);

  const gateway::StreamRequest request_;
  const std::shared_ptr<const Desk> desk_;
  const std::shared_ptr<Admission> admission_;
  Hooks hooks_;

  Mutex mutex_;
  bool is_stopped_ JF_GUARDED_BY(mutex_) = false;
  bool is_failing_ JF_GUARDED_BY(mutex_) = false;  // said so, and have not seen it work since
  bool is_paused_ JF_GUARDED_BY(mutex_) = false;
  bool has_asked_for_ticket_ JF_GUARDED_BY(mutex_) = false;
  std::uint64_t current_ JF_GUARDED_BY(mutex_) = 0;  // counts streams; late words of an older one are not heard
  TimePoint opened_ JF_GUARDED_BY(mutex_);
  std::shared_ptr<gateway::JobStream> stream_ JF_GUARDED_BY(mutex_);
  std::optional<Ticket> ticket_ JF_GUARDED_BY(mutex_);  // of the read that is out
  TimerId timer_ JF_GUARDED_BY(mutex_) = TimerId::None;
  Backoff backoff_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::worker
