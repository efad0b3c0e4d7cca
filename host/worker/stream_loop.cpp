#include "worker/stream_loop.hpp"

#include <utility>

namespace jackfield::worker {
namespace {

// A stream that lived this long was not refused.
constexpr milliseconds kLived = 1s;

}  // namespace

class StreamLoop::Listener final : public gateway::JobStreamListener {
 public:
  Listener(std::shared_ptr<StreamLoop> loop, std::uint64_t stream) : loop_(std::move(loop)), stream_(stream) {}

  void on_job(Job job) noexcept override { loop_->on_job(stream_, std::move(job)); }
  void on_end(Result<void> how) noexcept override { loop_->on_end(stream_, how); }

 private:
  const std::shared_ptr<StreamLoop> loop_;
  const std::uint64_t stream_;
};

StreamLoop::StreamLoop(gateway::StreamRequest request, std::shared_ptr<const Desk> desk,
                       std::shared_ptr<Admission> admission, Hooks hooks)
    : request_(std::move(request)),
      desk_(std::move(desk)),
      admission_(std::move(admission)),
      hooks_(std::move(hooks)),
      backoff_({}) {}

// What goes when the stream does, outside of the lock.
struct StreamLoop::Laid {
  std::shared_ptr<gateway::JobStream> stream;
  std::optional<Ticket> ticket;
  TimerId timer = TimerId::None;

  void end(Timers& timers) {
    timers.cancel(timer);
    if (stream) stream->cancel();
    ticket.reset();
  }
};

StreamLoop::Laid StreamLoop::lay_down() {
  ++current_;
  Laid laid{std::move(stream_), std::nullopt, std::exchange(timer_, TimerId::None)};
  stream_ = nullptr;
  laid.ticket.swap(ticket_);
  return laid;
}

void StreamLoop::stop() {
  std::optional<Laid> laid;
  {
    MutexLock lock(mutex_);
    is_stopped_ = true;
    laid = lay_down();
  }
  laid->end(desk_->with.timers);
}

void StreamLoop::consider() {
  std::optional<Laid> laid;
  {
    MutexLock lock(mutex_);
    const bool is_to_pause = !admission_->lets_stream();
    if (is_stopped_ || std::exchange(is_paused_, is_to_pause) == is_to_pause) return;
    if (is_to_pause) laid = lay_down();
  }
  if (!laid) return open();
  laid->end(desk_->with.timers);
}

void StreamLoop::open() {
  std::uint64_t number = 0;
  {
    MutexLock lock(mutex_);
    if (is_stopped_ || is_paused_ || stream_) return;
    number = ++current_;
    opened_ = desk_->with.clock.now();
  }
  std::shared_ptr<gateway::JobStream> stream =
      desk_->with.gateway.open_stream(request_, std::make_shared<Listener>(shared_from_this(), number));
  {
    MutexLock lock(mutex_);
    // Ended, renewed or stopped before we came here.
    if (is_stopped_ || current_ != number) return;
    stream_ = std::move(stream);
    timer_ = desk_->with.timers.at(Deadline::in(desk_->settings.stream_lifetime, desk_->with.clock),
                                   [self = shared_from_this(), number] { self->renew(number); });
  }
  ask_for_ticket();
}

void StreamLoop::ask_for_ticket() {
  {
    MutexLock lock(mutex_);
    if (is_stopped_ || std::exchange(has_asked_for_ticket_, true)) return;
  }
  if (!admission_->has_room()) hooks_.may_have_missed();
  admission_->when_free([self = shared_from_this()](Ticket ticket) { self->read(std::move(ticket)); });
}

void StreamLoop::read(Ticket ticket) {
  std::shared_ptr<gateway::JobStream> stream;
  {
    MutexLock lock(mutex_);
    has_asked_for_ticket_ = false;
    if (!stream_) return;
    stream = stream_;
    ticket_.emplace(std::move(ticket));
  }
  stream->read_next();
}

void StreamLoop::on_job(std::uint64_t stream, Job job) {
  std::optional<Ticket> ticket;
  bool is_current = false;
  {
    MutexLock lock(mutex_);
    is_current = stream == current_ && stream_ != nullptr;
    if (is_current) ticket.swap(ticket_);
  }
  hooks_.intake(std::move(job), std::move(ticket));
  if (!is_current) return;
  note_recovery();
  ask_for_ticket();
}

void StreamLoop::on_end(std::uint64_t stream, const Result<void>& how) {
  std::shared_ptr<gateway::JobStream> ended;
  std::optional<Ticket> ticket;
  milliseconds delay = 0ms;
  bool has_lived = false;
  {
    MutexLock lock(mutex_);
    if (is_stopped_ || stream != current_) return;
    ended = std::move(stream_);
    ticket.swap(ticket_);
    ++current_;
    desk_->with.timers.cancel(std::exchange(timer_, TimerId::None));
    has_lived = desk_->with.clock.now() - opened_ >= kLived;
    if (has_lived) backoff_.reset();
    delay = backoff_.next();
  }
  if (has_lived) note_recovery();
  if (!how) note_trouble(how.failure());
  ticket.reset();
  hooks_.may_have_missed();
  open_later(delay);
}

void StreamLoop::note_trouble(const Failure& failure) {
  // An engine that is too busy says so as a matter of course.
  if (failure.fault == Fault::Rejected) return;
  {
    MutexLock lock(mutex_);
    if (std::exchange(is_failing_, true)) return;
  }
  desk_->with.log.warn("stream lost", {{"type", request_.type.text}, {"reason", failure.message}});
}

void StreamLoop::note_recovery() {
  {
    MutexLock lock(mutex_);
    if (!std::exchange(is_failing_, false)) return;
  }
  desk_->with.log.info("stream works again", {{"type", request_.type.text}});
}

void StreamLoop::open_later(milliseconds delay) {
  MutexLock lock(mutex_);
  if (is_stopped_ || is_paused_) return;
  timer_ = desk_->with.timers.at(Deadline::in(delay, desk_->with.clock), [self = shared_from_this()] {
    self->desk_->with.executor.post([self] { self->open(); });
  });
}

void StreamLoop::renew(std::uint64_t stream) {
  std::shared_ptr<gateway::JobStream> old;
  std::optional<Ticket> ticket;
  {
    MutexLock lock(mutex_);
    if (is_stopped_ || stream != current_) return;
    old = std::move(stream_);
    ticket.swap(ticket_);
    ++current_;
    timer_ = TimerId::None;
  }
  ticket.reset();
  old->cancel();
  hooks_.renewed();
  desk_->with.executor.post([self = shared_from_this()] { self->open(); });
}

}  // namespace jackfield::worker
