#pragma once

// File descriptors on the host's loop, for libraries that own a socket. POSIX.
//
//   auto watch = host().reactor().add(fd, JF_REACTOR_READ, [this](uint32_t events) { client_.process(events); });
//   watch.modify(JF_REACTOR_READ | JF_REACTOR_WRITE);
//   watch.remove();                                     // in stop() at the latest

#include "jackfield/sdk/callback.hpp"

#include <memory>
#include <utility>

JF_SDK_BEGIN

// A watched descriptor. Cheap to copy; forgetting it does not end the watch.
class descriptor_watch {
 public:
  descriptor_watch() noexcept = default;
  descriptor_watch(core& owner, jf_token token) noexcept : owner_(&owner), token_(token) {}

  // Other events from now on, JF_REACTOR_*. False once it was removed.
  bool modify(uint32_t events) const {
    return owner_ != nullptr && owner_->reactor().modify(owner_->ctx(), token_, events) == JF_OK;
  }

  // False the second time. The function is destroyed soon, with what it holds.
  bool remove() const { return owner_ != nullptr && owner_->reactor().remove(owner_->ctx(), token_) == JF_OK; }

 private:
  core* owner_ = nullptr;
  jf_token token_ = 0;
};

// [any] Borrows the generation's core.
class reactor_service {
 public:
  explicit reactor_service(core& owner) noexcept : owner_(&owner) {}

  // Calls ready(events) on a thread of the host as long as fd is ready for one of `events`, never twice at a time. The
  // descriptor stays open until the function has been destroyed: let the function own it. Throws service_error when
  // the host refuses.
  template <class Ready>
  descriptor_watch add(int fd, uint32_t events, Ready&& ready) const {
    using box = callback_box<std::decay_t<Ready>>;
    const jf_host_reactor& reactor = owner_->reactor();
    const jf_ready_cb on_ready = [](void* user, int, uint32_t what) {
      if (what == 0) return void(std::unique_ptr<box>(static_cast<box*>(user)));
      box::call_within(user, [what](auto& function) { function(what); });
    };
    jf_token token = 0;
    start_with_callback(*owner_, "watch", std::forward<Ready>(ready),
                        [&](void* user) { return reactor.add(owner_->ctx(), fd, events, on_ready, user, &token); });
    return descriptor_watch(*owner_, token);
  }

 private:
  core* owner_;
};

JF_SDK_END
