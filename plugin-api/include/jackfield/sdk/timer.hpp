#pragma once

// Pauses without threads: the host calls back when the time is over.

#include "jackfield/sdk/callback.hpp"

#include <chrono>
#include <utility>

JF_SDK_BEGIN

// [any] Borrows the generation's core.
class timer_service {
 public:
  explicit timer_service(core& owner) noexcept : owner_(&owner) {}

  // Calls done(why) once on a host thread: JF_OK when the time is over, JF_ERR_CANCELLED after cancel(),
  // JF_ERR_CLOSING at shutdown. Gives the token for cancel(). Throws service_error when the host refuses.
  template <class Done>
  jf_token after(std::chrono::milliseconds pause, Done&& done) const {
    using box = callback_box<std::decay_t<Done>>;
    const jf_host_timer& timer = owner_->timer();
    const uint64_t ms = pause.count() > 0 ? static_cast<uint64_t>(pause.count()) : 0;
    jf_token token = 0;
    const jf_timer_cb on_end = [](void* user, jf_token, jf_status why) { box::fire(user, why); };
    start_with_callback(*owner_, "timer", std::forward<Done>(done),
                        [&](void* user) { return timer.after(owner_->ctx(), ms, on_end, user, &token); });
    return token;
  }

  // Ends a timer early; its callback still comes. False when it has come already.
  bool cancel(jf_token timer) const { return owner_->timer().cancel(owner_->ctx(), timer) == JF_OK; }

 private:
  core* owner_;
};

JF_SDK_END
