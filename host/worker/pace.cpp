#include "worker/pace.hpp"

#include <utility>

namespace jackfield::worker {

Pace::Pace(const Rate& rate, const JobType& type, const Collaborators& with, std::function<void()> on_room)
    : executor_(with.executor),
      timers_(with.timers),
      clock_(with.clock),
      on_room_(std::move(on_room)),
      waits_(with.metrics.counter("jackfield_rate_waits_total", "times that asking for jobs waited for the type's rate",
                                  {{"type", type.text}})),
      bucket_(rate, with.clock.now()) {}

std::size_t Pace::hold_up_to(std::size_t most) {
  MutexLock lock(mutex_);
  const std::size_t held = bucket_.hold_up_to(most, clock_.now());
  if (held == 0 && most != 0 && !std::exchange(is_poll_waiting_, true)) {
    waits_.add();
    go_on();
  }
  return held;
}

void Pace::when_free(Task taker) {
  {
    MutexLock lock(mutex_);
    if (is_closed_) return;
    if (bucket_.hold_up_to(1, clock_.now()) == 0) {
      waits_.add();
      stream_ = std::move(taker);
      return go_on();
    }
  }
  taker();
}

void Pace::use() {
  MutexLock lock(mutex_);
  bucket_.use(clock_.now());
  go_on();
}

void Pace::give_back() {
  MutexLock lock(mutex_);
  bucket_.give_back(clock_.now());
  go_on();
}

bool Pace::has_token() {
  MutexLock lock(mutex_);
  return bucket_.free(clock_.now()) > 0;
}

void Pace::close() {
  Task dropped;
  TimerId timer = TimerId::None;
  {
    MutexLock lock(mutex_);
    is_closed_ = true;
    is_poll_waiting_ = false;
    dropped = std::move(stream_);
    timer = std::exchange(timer_, TimerId::None);
  }
  timers_.cancel(timer);
}

void Pace::go_on() {
  if (is_closed_ || timer_ != TimerId::None || (!stream_ && !is_poll_waiting_)) return;
  const TimePoint when = bucket_.next_at(clock_.now());
  if (when == TimePoint::max()) return;
  timer_ = timers_.at(Deadline(when), [weak = weak_from_this(), &executor = executor_] {
    executor.post([weak] {
      if (const auto self = weak.lock()) self->on_time();
    });
  });
}

void Pace::on_time() {
  bool is_polls_turn = false;
  {
    MutexLock lock(mutex_);
    timer_ = TimerId::None;
    is_polls_turn = std::exchange(is_polls_turn_, !is_polls_turn_);
  }
  if (is_polls_turn) serve_polls();
  serve_stream();
  if (!is_polls_turn) serve_polls();
  MutexLock lock(mutex_);
  go_on();
}

void Pace::serve_stream() {
  Task taker;
  {
    MutexLock lock(mutex_);
    if (!stream_ || bucket_.hold_up_to(1, clock_.now()) == 0) return;
    taker = std::move(stream_);
  }
  taker();
}

void Pace::serve_polls() {
  {
    MutexLock lock(mutex_);
    if (!is_poll_waiting_ || bucket_.free(clock_.now()) == 0) return;
    is_poll_waiting_ = false;
  }
  on_room_();
}

}  // namespace jackfield::worker
