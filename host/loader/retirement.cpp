#include "loader/retirement.hpp"

#include <fmt/format.h>

namespace jackfield::loader {
namespace {

constexpr milliseconds kCallbackCheck = 5ms;
constexpr milliseconds kThreadCheck = 20ms;

// Tokens are unlike each other and unlike small numbers, so that a wrong one is noticed.
std::uint64_t stop_token_of(GenerationId generation) {
  return std::uint64_t{0x53544f50} << 32 | generation.value;
}

}  // namespace

std::string_view name_of(Retirement::State state) noexcept {
  switch (state) {
    case Retirement::State::Draining:
      return "draining";
    case Retirement::State::Stopping:
      return "stopping";
    case Retirement::State::Cooling:
      return "cooling";
    case Retirement::State::Unloaded:
      return "unloaded";
    case Retirement::State::Resident:
      return "resident";
    case Retirement::State::Zombie:
      return "zombie";
  }
  return "";
}

Retirement::Retirement(std::shared_ptr<Generation> generation, Times times, Control control, OpTable& ops,
                       log::Logger log, UniqueFunction<void(State)> on_state)
    : generation_(std::move(generation)),
      control_(std::move(control)),
      ops_(ops),
      log_(log),
      times_(times),
      on_state_(std::move(on_state)) {}

Retirement::~Retirement() {
  for (const TimerId timer : timers_) control_.cancel(timer);
}

void Retirement::start(CancelReason reason) {
  reason_ = reason;
  generation_->gate()->close();
  generation_->gate()->when_closed_and_empty([self = weak_from_this(), control = control_] {
    control.post([self] {
      if (const auto alive = self.lock()) alive->on_empty();
    });
  });
  after(times_.drain, &Retirement::on_drain_timeout);
}

void Retirement::hurry(Times times) {
  times_ = times;
  if (state_ == State::Draining) after(times_.drain, &Retirement::on_drain_timeout);
  if (state_ == State::Stopping) after(times_.stop, &Retirement::on_stop_timeout);
  if (state_ == State::Cooling) unload();
}

void Retirement::enter(State state) {
  if (state_ == state) return;
  state_ = state;
  on_state_(state);
}

void Retirement::after(milliseconds length, void (Retirement::*step)()) {
  timers_.push_back(control_.after(length, [self = weak_from_this(), step] {
    if (const auto alive = self.lock()) ((*alive).*step)();
  }));
}

void Retirement::on_drain_timeout() {
  if (is_empty_ || state_ != State::Draining) return;
  log_.info("executions of a retired generation were told to stop", {{"plugin", generation_->manifest().id},
                                                                     {"generation", generation_->id()},
                                                                     {"in_flight", generation_->in_flight()}});
  generation_->cancel_all(reason_);
  after(times_.cancel_grace, &Retirement::on_grace_over);
}

void Retirement::on_grace_over() {
  if (is_empty_ || state_ != State::Draining) return;
  // Their jobs go back to the engine; what the plugin may still read is kept.
  ops_.abandon(generation_->id());
  get_stuck(ErrorCode::OpsLeftBehind, "plugin did not answer executions after it was told to stop");
}

void Retirement::on_empty() {
  is_empty_ = true;
  enter(State::Stopping);
  after(times_.stop / 4, &Retirement::on_stop_delayed);
  after(times_.stop, &Retirement::on_stop_timeout);
  generation_->stop(stop_token_of(generation_->id()));
}

void Retirement::on_stop_delayed() {
  if (!has_stopped_) generation_->close_binding();  // perhaps it waits for a timer that is far away
}

void Retirement::on_stop_timeout() {
  if (has_stopped_ || state_ != State::Stopping) return;
  get_stuck(ErrorCode::StopUnanswered, "plugin did not say that it stopped");
}

void Retirement::on_stopped(std::uint64_t token) {
  if (has_stopped_ || !is_empty_ || token != stop_token_of(generation_->id())) {
    log_.warn("plugin answered a stop that it was not asked for",
              {{"plugin", generation_->manifest().id}, {"generation", generation_->id()}});
    return;
  }
  has_stopped_ = true;
  generation_->close_binding();
  callbacks_until_ = control_.clock().now() + times_.stop;
  wait_for_callbacks();
}

void Retirement::wait_for_callbacks() {
  if (generation_->outstanding_callbacks() == 0) return cool_off();
  if (control_.clock().now() < callbacks_until_) return after(kCallbackCheck, &Retirement::wait_for_callbacks);
  get_stuck(ErrorCode::StopUnanswered, "plugin is still inside callbacks after it said that it stopped");
}

bool Retirement::has_left_something() {
  const std::vector<std::string> leftovers = handlers_inside(generation_->candidate().staged.path);
  if (leftovers.empty()) return has_left_threads();
  get_stuck(ErrorCode::LeftBehind, "plugin left something behind", leftovers.front());
  return true;
}

// A thread may be on its way out when the plugin says that it stopped.
bool Retirement::has_left_threads() {
  if (!search_) search_.emplace(generation_->candidate().staged.path);
  if (search_->has_cleared_all()) return false;
  if (control_.clock().now() < callbacks_until_) {
    after(kThreadCheck, &Retirement::cool_off);
  } else {
    get_stuck(ErrorCode::LeftBehind, "plugin left something behind", search_->suspects().front());
  }
  return true;
}

void Retirement::cool_off() {
  if (has_left_something()) return;
  generation_->destroy();
  enter(State::Cooling);
  if (times_.cool_off == 0ms) return unload();
  after(times_.cool_off, &Retirement::unload);
}

void Retirement::unload() {
  if (state_ != State::Cooling) return;
  if (!generation_->candidate().inspection.resident_reasons.empty()) return enter(State::Resident);
  if (generation_->unload()) return enter(State::Unloaded);
  warn(ErrorCode::StillMapped, "plugin stayed in memory after it was unloaded", {});
  enter(State::Resident);
}

void Retirement::get_stuck(ErrorCode code, std::string_view event, std::string_view what) {
  why_stuck_ = fmt::format("{} {}{}{}", text_of(code), event, what.empty() ? "" : ": ", what);
  warn(code, event, what);
  enter(State::Zombie);
}

void Retirement::warn(ErrorCode code, std::string_view event, std::string_view what) const {
  const std::string code_text = text_of(code);
  const log::Field fields[]{{"code", code_text},
                            {"plugin", generation_->manifest().id},
                            {"version", generation_->manifest().version},
                            {"generation", generation_->id()},
                            {"what", what}};
  log_.write(log::Level::Warn, event, fields, what.empty() ? std::size(fields) - 1 : std::size(fields));
}

}  // namespace jackfield::loader
