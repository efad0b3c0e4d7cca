#include "services/callbacks.hpp"

#include "jackfield/plugin.h"

namespace jackfield::services {
namespace {

constexpr milliseconds kBudget{JF_DISPATCH_BUDGET_MS};

}  // namespace

Callbacks::Callbacks(Executor& executor, const Clock& clock, log::Logger log, metrics::Registry& metrics,
                     std::string plugin)
    : executor_(executor),
      clock_(clock),
      log_(log),
      plugin_(std::move(plugin)),
      slow_(metrics.counter("jackfield_plugin_slow_callbacks_total", "callbacks that took longer than their budget",
                            {{"plugin", plugin_}})),
      thrown_(metrics.counter("jackfield_plugin_thrown_exceptions_total", "exceptions that left a plugin's callback",
                              {{"plugin", plugin_}})) {}

void Callbacks::post(Gate::Pass pass, Task callback) {
  executor_.post([this, pass = std::move(pass), callback = std::move(callback)]() mutable {
    run(std::move(pass), std::move(callback));
  });
}

void Callbacks::run(Gate::Pass pass, Task callback) noexcept {
  const Gate::Pass held = std::move(pass);
  run_within(std::move(callback));
}

void Callbacks::run_within(Task callback) noexcept {
  const TimePoint start = clock_.now();
  call(callback);
  note_length(clock_.now() - start);
}

void Callbacks::run_blocking(Gate::Pass pass, Task callback) noexcept {
  const Gate::Pass held = std::move(pass);
  call(callback);
}

void Callbacks::call(Task& callback) noexcept {
  try {
    callback();
  } catch (...) {
    thrown_.add();
    log_.error("plugin let an exception escape from a callback", {{"plugin", plugin_}});
  }
}

void Callbacks::note_length(nanoseconds length) {
  if (length <= kBudget) return;
  slow_.add();
  if (has_warned_.exchange(true)) return;
  log_.warn("plugin took too long in a callback", {{"plugin", plugin_}, {"took", length}, {"budget", kBudget}});
}

}  // namespace jackfield::services
