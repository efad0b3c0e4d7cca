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
                       std::shared_ptr<PermitPool> permits, Hooks hooks)
    : request_(std::move(request)),
      desk_(std::move(desk)),
      permits_(std::move(permits)),
      hooks_(std::move(hooks)),
      backoff_({}) {}

void StreamLoop::stop() {
  std::shared_ptr<gateway::JobStream> stream;
  std::optional<Permit> permit;
  TimerId timer = TimerId::None;
  {
    MutexLock lock(mutex_);
    is_stopped_ = true;
    stream = std::move(stream_);
    permit.swap(permit_);
    timer = std::exchange(timer_, TimerId::None);
  }
  desk_->with.timers.cancel(timer);
  if (stream) stream->cancel();
}

void StreamLoop::open() {
  std::uint64_t number = 0;
  {
    MutexLock lock(mutex_);
    if (is_stopped_) return;
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
  ask_for_permit();
}

void StreamLoop::ask_for_permit() {
  {
    MutexLock lock(mutex_);
    if (is_stopped_ || std::exchange(has_asked_for_permit_, true)) return;
  }
  if (permits_->free() == 0) hooks_.may_have_missed();
  permits_->when_free([self = shared_from_this()](Permit permit) { self->read(std::move(permit)); });
}

void StreamLoop::read(Permit permit) {
  std::shared_ptr<gateway::JobStream> stream;
  {
    MutexLock lock(mutex_);
    has_asked_for_permit_ = false;
    if (!stream_) return;
    stream = stream_;
    permit_.emplace(std::move(permit));
  }
  stream->read_next();
}

void StreamLoop::on_job(std::uint64_t stream, Job job) {
  std::optional<Permit> permit;
  bool is_current = false;
  {
    MutexLock lock(mutex_);
    is_current = stream == current_ && stream_ != nullptr;
    if (is_current) permit.swap(permit_);
  }
  hooks_.intake(std::move(job), std::move(permit));
  if (!is_current) return;
  note_recovery();
  ask_for_permit();
}

void StreamLoop::on_end(std::uint64_t stream, const Result<void>& how) {
  std::shared_ptr<gateway::JobStream> ended;
  std::optional<Permit> permit;
  milliseconds delay = 0ms;
  bool has_lived = false;
  {
    MutexLock lock(mutex_);
    if (is_stopped_ || stream != current_) return;
    ended = std::move(stream_);
    permit.swap(permit_);
    ++current_;
    desk_->with.timers.cancel(std::exchange(timer_, TimerId::None));
    has_lived = desk_->with.clock.now() - opened_ >= kLived;
    if (has_lived) backoff_.reset();
    delay = backoff_.next();
  }
  if (has_lived) note_recovery();
  if (!how) note_trouble(how.failure());
  permit.reset();
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
  if (is_stopped_) return;
  timer_ = desk_->with.timers.at(Deadline::in(delay, desk_->with.clock), [self = shared_from_this()] {
    self->desk_->with.executor.post([self] { self->open(); });
  });
}

void StreamLoop::renew(std::uint64_t stream) {
  std::shared_ptr<gateway::JobStream> old;
  std::optional<Permit> permit;
  {
    MutexLock lock(mutex_);
    if (is_stopped_ || stream != current_) return;
    old = std::move(stream_);
    permit.swap(permit_);
    ++current_;
    timer_ = TimerId::None;
  }
  permit.reset();
  old->cancel();
  desk_->with.executor.post([self = shared_from_this()] { self->open(); });
}

}  // namespace jackfield::worker
