#include "worker/type_breaker.hpp"

#include <utility>

namespace jackfield::worker {
namespace {

using State = Breaker::State;

metrics::Gauge& state_gauge(const Collaborators& with, const JobType& type) {
  return with.metrics.gauge("jackfield_breaker_state", "breakers of job types: 0 closed, 1 half-open, 2 open",
                            {{"type", type.text}});
}

metrics::Counter& opened_counter(const Collaborators& with, const JobType& type) {
  return with.metrics.counter("jackfield_breaker_opened_total", "times that the breaker of a job type opened",
                              {{"type", type.text}});
}

}  // namespace

TypeBreaker::TypeBreaker(const Breaker::Settings& settings, const JobType& type, const Collaborators& with,
                         std::function<void()> on_change)
    : type_(type),
      with_(with),
      on_change_(std::move(on_change)),
      state_(state_gauge(with, type)),
      opened_(opened_counter(with, type)),
      breaker_(settings) {}

std::optional<Breaker::Pass> TypeBreaker::enter() {
  std::optional<Breaker::Pass> pass;
  bool lets_try = false;
  {
    MutexLock lock(mutex_);
    const State before = breaker_.state();
    pass = breaker_.enter(with_.clock.now());
    lets_try = breaker_.state() != before;
  }
  if (lets_try) on_state(State::HalfOpen, 0ms);
  return pass;
}

void TypeBreaker::leave(Breaker::Pass pass, Breaker::Verdict verdict) {
  State state = State::Closed;
  milliseconds pause = 0ms;
  {
    MutexLock lock(mutex_);
    const TimePoint now = with_.clock.now();
    if (!breaker_.leave(pass, verdict, now)) return;
    state = breaker_.state();
    if (state == State::Open) {
      pause = std::chrono::ceil<milliseconds>(breaker_.retry_at() - now);
      come_back(breaker_.retry_at());
    }
  }
  on_state(state, pause);
  post_change();
}

bool TypeBreaker::is_open() const {
  MutexLock lock(mutex_);
  return breaker_.state() == State::Open && with_.clock.now() < breaker_.retry_at();
}

bool TypeBreaker::is_closed() const {
  MutexLock lock(mutex_);
  return breaker_.state() == State::Closed;
}

void TypeBreaker::close() {
  TimerId timer = TimerId::None;
  {
    MutexLock lock(mutex_);
    is_ended_ = true;
    timer = std::exchange(timer_, TimerId::None);
  }
  with_.timers.cancel(timer);
}

void TypeBreaker::on_state(State state, milliseconds pause) {
  state_.set(static_cast<double>(state));
  switch (state) {
    case State::Open:
      opened_.add();
      with_.log.warn("connector fails, no jobs are asked for", {{"type", type_.text}, {"pause", pause}});
      return;
    case State::HalfOpen:
      with_.log.info("connector is tried with one job", {{"type", type_.text}});
      return;
    case State::Closed:
      with_.log.info("connector works again", {{"type", type_.text}});
      return;
  }
}

void TypeBreaker::come_back(TimePoint when) {
  if (is_ended_) return;
  timer_ = with_.timers.at(Deadline(when), [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->post_change();
  });
}

void TypeBreaker::post_change() {
  with_.executor.post([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->on_change_();
  });
}

}  // namespace jackfield::worker
