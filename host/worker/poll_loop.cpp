#include "worker/poll_loop.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jackfield::worker {
namespace {

constexpr milliseconds kJustLook = -1ms;

// A stream holds one permit for what it reads ahead.
std::size_t most_in_use(const PollLoop::Asked& asked, const Settings& settings, const Admission& admission) {
  const auto share = std::llround(static_cast<double>(admission.capacity()) * settings.poll_threshold);
  return std::max<std::size_t>(static_cast<std::size_t>(share), asked.is_beside_stream ? 1 : 0);
}

std::size_t most_at_once(const PollLoop::Asked& asked, const Admission& admission) {
  return asked.is_beside_stream ? std::max<std::size_t>(admission.capacity() / 2, 1) : admission.capacity();
}

Backoff::Settings after_nothing(const PollLoop::Asked& asked, const Settings& settings) {
  return {.first = settings.poll_interval,
          .most = asked.is_beside_stream ? settings.slowest_poll : settings.poll_interval,
          .factor = 2};
}

}  // namespace

// Jobs of one poll take its tickets one by one; what is left goes back when it ends.
struct PollLoop::Poll {
  std::stop_token stop;
  bool is_alone = true;  // hangs until a job comes

  Mutex mutex;
  std::vector<Ticket> tickets JF_GUARDED_BY(mutex);
  std::size_t jobs JF_GUARDED_BY(mutex) = 0;

  std::optional<Ticket> take() {
    MutexLock lock(mutex);
    ++jobs;
    if (tickets.empty()) return std::nullopt;
    std::optional<Ticket> ticket = std::move(tickets.back());
    tickets.pop_back();
    return ticket;
  }

  // Gives back what was not needed. Whether there were jobs.
  bool end() {
    std::vector<Ticket> unused;
    MutexLock lock(mutex);
    unused.swap(tickets);
    return jobs != 0;
  }
};

PollLoop::PollLoop(Asked asked, std::shared_ptr<const Desk> desk, std::shared_ptr<Admission> admission, Intake intake)
    : asked_(std::move(asked)),
      desk_(std::move(desk)),
      admission_(std::move(admission)),
      intake_(std::move(intake)),
      most_at_once_(most_at_once(asked_, *admission_)),
      most_in_use_(most_in_use(asked_, desk_->settings, *admission_)),
      after_failure_({}),
      after_nothing_(after_nothing(asked_, desk_->settings)) {}

void PollLoop::stop() {
  stop_.request_stop();
  interrupt();
  TimerId pause = TimerId::None;
  {
    MutexLock lock(mutex_);
    pause = std::exchange(pause_, TimerId::None);
  }
  desk_->with.timers.cancel(pause);
}

void PollLoop::consider() {
  if (!claim()) return;
  std::vector<Ticket> tickets = admission_->try_take_up_to(most_at_once_);
  if (tickets.empty()) return release();
  ask(std::move(tickets));
}

void PollLoop::hurry() {
  TimerId pause = TimerId::None;
  {
    MutexLock lock(mutex_);
    after_nothing_.reset();
    pause = std::exchange(pause_, TimerId::None);
  }
  if (pause != TimerId::None && desk_->with.timers.cancel(pause)) release();
  consider();
}

void PollLoop::interrupt() {
  std::stop_source poll(std::nostopstate);
  {
    MutexLock lock(mutex_);
    poll = poll_stop_;
  }
  poll.request_stop();
}

bool PollLoop::claim() {
  MutexLock lock(mutex_);
  if (is_busy_ || stop_.stop_requested() || admission_->in_use() > most_in_use_) return false;
  is_busy_ = true;
  return true;
}

void PollLoop::release() {
  MutexLock lock(mutex_);
  is_busy_ = false;
}

void PollLoop::ask(std::vector<Ticket> tickets) {
  gateway::ActivationRequest request = asked_.request;
  request.max_jobs = static_cast<std::uint32_t>(tickets.size());
  auto poll = std::make_shared<Poll>();
  poll->tickets = std::move(tickets);
  poll->stop = begin_poll();
  // Without the stream nobody else brings jobs.
  poll->is_alone = !asked_.is_beside_stream || !admission_->lets_stream();
  request.poll_timeout = poll->is_alone ? desk_->settings.poll_timeout : kJustLook;
  desk_->with.gateway.activate(
      request, poll->stop,
      [self = shared_from_this(), poll](std::vector<Job> jobs) {
        for (Job& job : jobs) self->intake_(std::move(job), poll->take());
      },
      [self = shared_from_this(), poll](Result<void> how) { self->on_end(*poll, how); });
}

std::stop_token PollLoop::begin_poll() {
  std::stop_source stop;
  {
    MutexLock lock(mutex_);
    poll_stop_ = stop;
  }
  // Whichever of stop() and this comes second sees the other.
  if (stop_.stop_requested()) stop.request_stop();
  return stop.get_token();
}

void PollLoop::on_end(Poll& poll, const Result<void>& how) {
  const bool has_found = poll.end();
  if (stop_.stop_requested()) return;
  const bool is_interrupted = !how && poll.stop.stop_requested();
  if (!is_interrupted) {
    note(how);
    if (const auto delay = delay_after(poll, has_found, how)) return pause(*delay);
  }
  release();
  consider();
}

std::optional<milliseconds> PollLoop::delay_after(const Poll& poll, bool has_found, const Result<void>& how) {
  MutexLock lock(mutex_);
  if (!how) return after_failure_.next();
  after_failure_.reset();
  if (has_found || poll.is_alone) after_nothing_.reset();
  if (has_found) return std::nullopt;
  return after_nothing_.next();
}

void PollLoop::note(const Result<void>& how) {
  // An engine that is too busy says so as a matter of course.
  const bool is_failing = !how && how.failure().fault != Fault::Rejected;
  {
    MutexLock lock(mutex_);
    if (std::exchange(is_failing_, is_failing) == is_failing) return;
  }
  if (is_failing) {
    desk_->with.log.warn("polls fail", {{"type", asked_.request.type.text}, {"reason", how.failure().message}});
  } else {
    desk_->with.log.info("polls work again", {{"type", asked_.request.type.text}});
  }
}

void PollLoop::pause(milliseconds delay) {
  MutexLock lock(mutex_);
  if (stop_.stop_requested()) return;
  pause_ = desk_->with.timers.at(Deadline::in(delay, desk_->with.clock), [self = shared_from_this()] {
    self->desk_->with.executor.post([self] {
      {
        MutexLock relock(self->mutex_);
        self->pause_ = TimerId::None;
      }
      self->release();
      self->consider();
    });
  });
}

}  // namespace jackfield::worker
