#include "worker/poll_loop.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jackfield::worker {
namespace {

constexpr milliseconds kJustLook = -1ms;

// A stream holds one permit for what it reads ahead.
std::size_t most_in_use(const PollLoop::Asked& asked, const Settings& settings, const PermitPool& permits) {
  const auto share = std::llround(static_cast<double>(permits.capacity()) * settings.poll_threshold);
  return std::max<std::size_t>(static_cast<std::size_t>(share), asked.is_beside_stream ? 1 : 0);
}

std::size_t most_at_once(const PollLoop::Asked& asked, const PermitPool& permits) {
  return asked.is_beside_stream ? std::max<std::size_t>(permits.capacity() / 2, 1) : permits.capacity();
}

Backoff::Settings after_nothing(const PollLoop::Asked& asked, const Settings& settings) {
  return {.first = settings.poll_interval,
          .most = asked.is_beside_stream ? settings.slowest_poll : settings.poll_interval,
          .factor = 2};
}

PollLoop::Asked with_timeout(PollLoop::Asked asked, const Settings& settings) {
  asked.request.poll_timeout = asked.is_beside_stream ? kJustLook : settings.poll_timeout;
  return asked;
}

}  // namespace

// Jobs of one poll take its permits one by one; what is left goes back when it ends.
struct PollLoop::Poll {
  Mutex mutex;
  std::vector<Permit> permits JF_GUARDED_BY(mutex);
  std::size_t jobs JF_GUARDED_BY(mutex) = 0;

  std::optional<Permit> take() {
    MutexLock lock(mutex);
    ++jobs;
    if (permits.empty()) return std::nullopt;
    std::optional<Permit> permit = std::move(permits.back());
    permits.pop_back();
    return permit;
  }

  // Gives back what was not needed. Whether there were jobs.
  bool end() {
    std::vector<Permit> unused;
    MutexLock lock(mutex);
    unused.swap(permits);
    return jobs != 0;
  }
};

PollLoop::PollLoop(Asked asked, std::shared_ptr<const Desk> desk, std::shared_ptr<PermitPool> permits, Intake intake)
    : asked_(with_timeout(std::move(asked), desk->settings)),
      desk_(std::move(desk)),
      permits_(std::move(permits)),
      intake_(std::move(intake)),
      most_at_once_(most_at_once(asked_, *permits_)),
      most_in_use_(most_in_use(asked_, desk_->settings, *permits_)),
      after_failure_({}),
      after_nothing_(after_nothing(asked_, desk_->settings)) {}

void PollLoop::stop() {
  stop_.request_stop();
  TimerId pause = TimerId::None;
  {
    MutexLock lock(mutex_);
    pause = std::exchange(pause_, TimerId::None);
  }
  desk_->with.timers.cancel(pause);
}

void PollLoop::consider() {
  if (!claim()) return;
  std::vector<Permit> permits = permits_->try_take_up_to(most_at_once_);
  if (permits.empty()) return release();
  ask(std::move(permits));
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

bool PollLoop::claim() {
  MutexLock lock(mutex_);
  const std::size_t in_use = permits_->capacity() - permits_->free();
  if (is_busy_ || stop_.stop_requested() || in_use > most_in_use_) return false;
  is_busy_ = true;
  return true;
}

void PollLoop::release() {
  MutexLock lock(mutex_);
  is_busy_ = false;
}

void PollLoop::ask(std::vector<Permit> permits) {
  gateway::ActivationRequest request = asked_.request;
  request.max_jobs = static_cast<std::uint32_t>(permits.size());
  auto poll = std::make_shared<Poll>();
  poll->permits = std::move(permits);
  desk_->with.gateway.activate(
      request, stop_.get_token(),
      [self = shared_from_this(), poll](std::vector<Job> jobs) {
        for (Job& job : jobs) self->intake_(std::move(job), poll->take());
      },
      [self = shared_from_this(), poll](Result<void> how) { self->on_end(poll->end(), how); });
}

void PollLoop::on_end(bool has_found, const Result<void>& how) {
  if (stop_.stop_requested()) return;
  note(how);
  std::optional<milliseconds> delay;
  {
    MutexLock lock(mutex_);
    if (!how) {
      delay = after_failure_.next();
    } else if (!has_found) {
      delay = after_nothing_.next();
    } else {
      after_nothing_.reset();
    }
    if (how) after_failure_.reset();
  }
  if (delay) return pause(*delay);
  release();
  consider();
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
