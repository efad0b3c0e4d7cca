#pragma once

// The engine with the one thread it lives on: a loop of its own, whose timers are the engine's.
//
// Threads  post and ask from any thread; what they are given runs on the engine's thread, in order. ask waits for it.
// Life     nothing may be posted once the destructor has begun; what is still waiting then never runs.

#include <future>
#include <utility>

#include "base/loop.hpp"
#include "dev/engine.hpp"

namespace jackfield::dev {

class EngineHost {
 public:
  EngineHost(const Settings& settings, log::Logger log, const Clock& clock);
  ~EngineHost();

  // For what serves the engine on its own thread.
  Loop& loop() noexcept { return loop_; }

  void post(UniqueFunction<void(Engine&)> work);

  template <typename Work>
  auto ask(Work work) {
    std::promise<decltype(work(std::declval<Engine&>()))> answer;
    auto result = answer.get_future();
    post([&](Engine& engine) { answer.set_value(work(engine)); });
    return result.get();
  }

 private:
  Loop loop_;
  Engine engine_;
};

}  // namespace jackfield::dev
