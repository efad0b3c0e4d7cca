#pragma once

// Threads of the host that may block, for libraries without an asynchronous interface.

#include "jackfield/sdk/callback.hpp"

#include <utility>

JF_SDK_BEGIN

// [any] Borrows the generation's core.
class executor_service {
 public:
  explicit executor_service(core& owner) noexcept : owner_(&owner) {}

  // Runs work() once on a thread that may block. Throws service_error when the host refuses; then it does not run.
  template <class Work>
  void run(Work&& work) const {
    using box = callback_box<std::decay_t<Work>>;
    const jf_host_executor& executor = owner_->executor();
    start_with_callback(*owner_, "blocking work", std::forward<Work>(work), [&](void* user) {
      return executor.run_blocking(owner_->ctx(), [](void* arg) { box::fire(arg); }, user);
    });
  }

 private:
  core* owner_;
};

JF_SDK_END
