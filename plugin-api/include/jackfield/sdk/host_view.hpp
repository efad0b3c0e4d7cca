#pragma once

// The host as connector code sees it: host().http(), host().timer(), host().log() and so on.

#include "jackfield/sdk/documents.hpp"
#include "jackfield/sdk/executor.hpp"
#include "jackfield/sdk/feel.hpp"
#include "jackfield/sdk/gateway.hpp"
#include "jackfield/sdk/http.hpp"
#include "jackfield/sdk/log.hpp"
#include "jackfield/sdk/metrics.hpp"
#include "jackfield/sdk/reactor.hpp"
#include "jackfield/sdk/secrets.hpp"
#include "jackfield/sdk/state.hpp"
#include "jackfield/sdk/text.hpp"
#include "jackfield/sdk/timer.hpp"

#include <string_view>

JF_SDK_BEGIN

// [any] Cheap to copy; borrows the generation's core. Services other than log() work from start to stop.
class host_view {
 public:
  explicit host_view(core& owner) noexcept : owner_(&owner) {}

  http_client http() const noexcept { return http_client(*owner_); }
  document_service documents() const noexcept { return document_service(*owner_); }
  timer_service timer() const noexcept { return timer_service(*owner_); }
  executor_service executor() const noexcept { return executor_service(*owner_); }
  metric_service metrics() const noexcept { return metric_service(*owner_); }
  feel_service feel() const noexcept { return feel_service(*owner_); }
  secret_service secrets() const noexcept { return secret_service(*owner_); }
  state_service state() const noexcept { return state_service(*owner_); }
  reactor_service reactor() const noexcept { return reactor_service(*owner_); }
  gateway_service gateway() const noexcept { return gateway_service(*owner_); }
  logger log() const noexcept { return logger(*owner_); }

  // Nanoseconds on the clock of all deadlines.
  uint64_t now_ns() const noexcept { return owner_->host().now_mono_ns(owner_->ctx()); }

  std::string_view name() const noexcept { return to_view(owner_->host().name); }
  std::string_view version() const noexcept { return to_view(owner_->host().version); }

 private:
  core* owner_;
};

JF_SDK_END
