#pragma once

// A descriptor that a plugin wants to hear of: watched on the loop, told on the executor, never two at a time.
//
// Between an event and the end of its callback the loop does not look at the descriptor, so a plugin that is slow, or
// does not read what has come, costs the loop nothing. The loop waits on a duplicate: whatever the plugin does with
// its own number hurts nobody.
//
// Threads  add and the rest from any thread. The callback is the last share-holder's: it ends with events 0.

#include <cstdint>
#include <memory>

#include "base/loop.hpp"
#include "base/mutex.hpp"
#include "jackfield/services.h"
#include "services/callbacks.hpp"

namespace jackfield::services {

struct HostContext;

struct WatchCall {
  int fd = -1;  // the plugin's number for it
  std::uint32_t events = 0;
  jf_ready_cb ready = nullptr;
  void* user = nullptr;
};

class DescriptorWatch : public std::enable_shared_from_this<DescriptorWatch> {
 public:
  // Takes over the duplicate. `pass` is held until the last callback has returned.
  DescriptorWatch(std::shared_ptr<HostContext> host, WatchCall call, int duplicate, Gate::Pass pass);
  DescriptorWatch(const DescriptorWatch&) = delete;
  DescriptorWatch& operator=(const DescriptorWatch&) = delete;
  ~DescriptorWatch();

  void start();
  void modify(std::uint32_t events);

  // Once. The last callback follows.
  void end();

 private:
  // On the loop.
  void begin_watching();
  void tell_later();
  void follow_interest();
  void stop_watching();

  // On the executor.
  void tell();
  void tell_end();

  Readiness interest_locked() const JF_REQUIRES(mutex_);
  std::uint32_t look(std::uint32_t wanted) const noexcept;

  const std::shared_ptr<HostContext> host_;
  const WatchCall call_;
  const int duplicate_;
  Gate::Pass pass_;

  WatchId id_ = WatchId::None;  // loop thread only

  mutable Mutex mutex_;
  std::uint32_t events_ JF_GUARDED_BY(mutex_);
  bool is_telling_ JF_GUARDED_BY(mutex_) = false;  // a callback is due or running
  bool is_ended_ JF_GUARDED_BY(mutex_) = false;
};

}  // namespace jackfield::services
