#include "base/breaker.hpp"

#include <algorithm>

namespace jackfield {

Breaker::Breaker(const Settings& settings)
    : settings_(settings),
      backoff_({.first = settings.pause,
                .most = std::max(settings.pause, settings.longest_pause),
                .factor = 2,
                .jitter = settings.jitter}) {
  window_.reserve(settings_.window);
}

std::optional<Breaker::Pass> Breaker::enter(TimePoint now) {
  if (state_ == State::Open) {
    if (now < retry_at_) return std::nullopt;
    state_ = State::HalfOpen;
    ++era_;
  }
  if (state_ == State::HalfOpen) {
    if (patience_ && now < *patience_) return std::nullopt;
    patience_ = now + pause_;
  }
  Pass pass;
  pass.era = era_;
  return pass;
}

bool Breaker::leave(Pass pass, Verdict verdict, TimePoint now) {
  if (pass.era != era_) return false;
  const State before = state_;
  if (state_ == State::HalfOpen) {
    patience_.reset();
    if (verdict == Verdict::Worked) close();
    if (verdict == Verdict::Failed) open(now);
  } else if (verdict != Verdict::Unknown) {
    count(verdict == Verdict::Failed);
    const bool is_full = window_.size() == settings_.window;
    if (is_full && failures_ * 100 >= settings_.threshold_percent * settings_.window) open(now);
  }
  return state_ != before;
}

void Breaker::count(bool has_failed) {
  if (window_.size() < settings_.window) {
    window_.push_back(has_failed);
  } else {
    failures_ -= window_[next_] ? 1 : 0;
    window_[next_] = has_failed;
    next_ = (next_ + 1) % window_.size();
  }
  failures_ += has_failed ? 1 : 0;
}

void Breaker::open(TimePoint now) {
  state_ = State::Open;
  ++era_;
  pause_ = backoff_.next();
  retry_at_ = now + pause_;
}

void Breaker::close() {
  state_ = State::Closed;
  ++era_;
  window_.clear();
  next_ = 0;
  failures_ = 0;
  backoff_.reset();
}

std::string_view name_of(Breaker::State state) noexcept {
  switch (state) {
    case Breaker::State::Closed:
      return "closed";
    case Breaker::State::HalfOpen:
      return "half-open";
    case Breaker::State::Open:
      return "open";
  }
  return "closed";
}

}  // namespace jackfield
