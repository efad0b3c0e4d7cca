#pragma once

// Keeps a C++ function object alive from a service call until the host's one callback.
//
// The object lives on the heap; its address is the `user` pointer. When the host refuses the call it is destroyed at
// once, with the refusal as the current exception, so that an op inside answers with that. When the host accepts, the
// callback runs it and destroys it, whatever it throws.

#include "jackfield/sdk/core.hpp"
#include "jackfield/sdk/failure.hpp"
#include "jackfield/sdk/log.hpp"
#include "jackfield/sdk/stay.hpp"

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

JF_SDK_BEGIN

template <class Fn>
class callback_box {
 public:
  template <class F>
  callback_box(core& owner, F&& fn) : owner_(owner), stay_(owner), fn_(std::forward<F>(fn)) {}

  // Runs the function of `user` with args and destroys it. Nothing is thrown.
  template <class... Args>
  static void fire(void* user, Args&&... args) noexcept {
    std::unique_ptr<callback_box> self(static_cast<callback_box*>(user));
    try {
      self->fn_(std::forward<Args>(args)...);
    } catch (...) {
      self->report_and_destroy(self);
    }
  }

  // Gives the function to `use` before its time comes. Nothing is thrown; what is, is logged.
  template <class Use>
  static void call_within(void* user, Use&& use) noexcept {
    auto& self = *static_cast<callback_box*>(user);
    try {
      use(self.fn_);
    } catch (...) {
      self.report();
    }
  }

 private:
  static void report_and_destroy(std::unique_ptr<callback_box>& self) noexcept {
    self->report();
    self.reset();
  }

  void report() const noexcept {
    try {
      logger(owner_).warn("exception left a callback", {{"what", describe_current_exception().message}});
    } catch (...) {  // out of memory while describing it: the op inside still answers
    }
  }

  core& owner_;
  stay stay_;  // declared before fn_: what fn_ holds is gone before the generation may stop
  Fn fn_;
};

// start(user) makes the service call with `user` as its user pointer and returns its status. Throws service_error when
// that is not JF_OK; then the function will not be called.
template <class Fn, class Start>
void start_with_callback(core& owner, const char* what, Fn&& fn, Start&& start) {
  auto box = std::make_unique<callback_box<std::decay_t<Fn>>>(owner, std::forward<Fn>(fn));
  const jf_status status = start(static_cast<void*>(box.get()));
  if (status == JF_OK) {
    box.release();  // the callback owns it, and may have destroyed it already
    return;
  }
  try {
    throw service_error(std::string(what) + " refused by the host, status " + std::to_string(status), status);
  } catch (...) {
    box.reset();
    throw;
  }
}

JF_SDK_END
