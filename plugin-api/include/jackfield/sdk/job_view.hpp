#pragma once

// One job as the connector sees it. Borrowed: valid until its op is answered; copy what must live longer.

#include "jackfield/outbound.h"
#include "jackfield/sdk/codec.hpp"
#include "jackfield/sdk/core.hpp"
#include "jackfield/sdk/text.hpp"

#include <chrono>
#include <string_view>

JF_SDK_BEGIN

class job_view {
 public:
  job_view(const core& owner, const jf_job& job) noexcept : owner_(&owner), job_(&job) {}

  // The variables as a value of any type with a codec; throws what its parser throws, which fails the job.
  template <class T>
  T variables() const {
    return codec<T>::parse(variables_json());
  }
  template <class T>
  T headers() const {
    return codec<T>::parse(headers_json());
  }

  std::string_view variables_json() const noexcept { return to_view(job_->variables_json); }
  std::string_view headers_json() const noexcept { return to_view(job_->headers_json); }
  std::string_view type() const noexcept { return to_view(job_->type); }
  std::string_view process_id() const noexcept { return to_view(job_->bpmn_process_id); }
  std::string_view element_id() const noexcept { return to_view(job_->element_id); }
  std::string_view tenant_id() const noexcept { return to_view(job_->tenant_id); }
  int64_t key() const noexcept { return job_->job_key; }
  int32_t retries() const noexcept { return job_->retries; }

  // Time until the host asks to cancel; never negative.
  std::chrono::milliseconds remaining() const noexcept {
    const uint64_t now = owner_->host().now_mono_ns(owner_->ctx());
    const uint64_t left_ns = job_->deadline_mono_ns > now ? job_->deadline_mono_ns - now : 0;
    return std::chrono::milliseconds(left_ns / 1'000'000);
  }

  // Everything, as the C interface has it.
  const jf_job& raw() const noexcept { return *job_; }

 private:
  const core* owner_;
  const jf_job* job_;
};

JF_SDK_END
