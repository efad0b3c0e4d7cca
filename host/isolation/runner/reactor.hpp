#pragma once

// jf.host.reactor of a runner: descriptors of the plugin on the runner's loop.
//
// Level-triggered, one call at a time for each: while the plugin is being told, the loop does not look; afterwards it
// looks again. The last call, with no events, comes once a watch was removed. Threads: any.

#include <jackfield/services.h>

#include <memory>
#include <unordered_map>

#include "base/descriptor.hpp"
#include "base/loop.hpp"
#include "base/mutex.hpp"

namespace jackfield::isolation {

class Reactor {
 public:
  struct Target {
    int fd = -1;
    jf_ready_cb ready = nullptr;
    void* user = nullptr;
  };

  Reactor(Loop& loop, Executor& executor) : loop_(loop), executor_(executor) {}

  jf_status add(const Target& target, std::uint32_t events, jf_token* out);
  jf_status modify(jf_token token, std::uint32_t events);
  jf_status remove(jf_token token);

 private:
  struct Watch;
  std::shared_ptr<Watch> find(jf_token token);
  void arm(const std::shared_ptr<Watch>& watch);
  void disarm(Watch& watch);
  void on_ready(const std::shared_ptr<Watch>& watch, std::uint32_t events);
  void tell(const std::shared_ptr<Watch>& watch, std::uint32_t events);

  Loop& loop_;
  Executor& executor_;
  Mutex mutex_;
  jf_token last_ JF_GUARDED_BY(mutex_) = 0;
  std::unordered_map<jf_token, std::shared_ptr<Watch>> watches_ JF_GUARDED_BY(mutex_);
};

}  // namespace jackfield::isolation
