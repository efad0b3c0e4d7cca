#pragma once

// How a generation ends: nothing that runs in it is lost, and its code is unmapped only when nobody can be inside.
//
//   draining   no new executions; those inside may finish
//              after the drain timeout they are told to stop; after the grace their jobs are given back
//   stopping   stop(token), then stopped(token) from the plugin; callbacks it is owed are ended
//   cooling    destroyed; its last threads have time to leave the code
//   unloaded   unmapped, its copy removed
//   resident   cannot be unmapped: stays, and is counted
//   zombie     did not let go in time: never unmapped, unless it lets go after all
//
// Control thread only. Kept alive by whoever started it until it has ended.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/task.hpp"
#include "loader/control.hpp"
#include "loader/generation.hpp"
#include "loader/leftovers.hpp"

namespace jackfield::loader {

class Retirement : public std::enable_shared_from_this<Retirement> {
 public:
  enum class State { Draining, Stopping, Cooling, Unloaded, Resident, Zombie };

  struct Times {
    milliseconds drain = 30s;
    milliseconds cancel_grace = 5s;
    milliseconds stop = 10s;
    milliseconds cool_off = 60s;
  };

  // `on_state` is called after each change, last with Unloaded or Resident; from Zombie it may go on.
  Retirement(std::shared_ptr<Generation> generation, Times times, Control control, OpTable& ops, log::Logger log,
             UniqueFunction<void(State)> on_state);
  ~Retirement();

  void start(CancelReason reason);

  // What the plugin answered to stop(). Any other token than ours is ignored.
  void on_stopped(std::uint64_t token);

  // The host ends: what is left goes by these times from here on.
  void hurry(Times times);

  State state() const noexcept { return state_; }

  // What keeps a zombie: code and reason. Empty otherwise.
  std::string why_stuck() const { return state_ == State::Zombie ? why_stuck_ : std::string(); }
  const std::shared_ptr<Generation>& generation() const noexcept { return generation_; }

 private:
  void enter(State state);
  void after(milliseconds length, void (Retirement::*step)());
  void on_drain_timeout();
  void on_grace_over();
  void on_empty();
  void on_stop_delayed();
  void on_stop_timeout();
  void wait_for_callbacks();
  void cool_off();
  bool has_left_something();
  bool has_left_threads();
  void unload();
  void get_stuck(ErrorCode code, std::string_view event, std::string_view what = {});
  void warn(ErrorCode code, std::string_view event, std::string_view what) const;

  // Constant after construction.
  const std::shared_ptr<Generation> generation_;
  const Control control_;
  OpTable& ops_;
  const log::Logger log_;

  Times times_;
  UniqueFunction<void(State)> on_state_;
  State state_ = State::Draining;
  std::string why_stuck_;
  std::optional<ThreadSearch> search_;
  CancelReason reason_ = CancelReason::Drain;
  bool is_empty_ = false;
  bool has_stopped_ = false;
  TimePoint callbacks_until_;
  std::vector<TimerId> timers_;  // those that fired among them
};

std::string_view name_of(Retirement::State state) noexcept;

}  // namespace jackfield::loader
