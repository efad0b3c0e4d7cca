#pragma once

// The memory of one job as a connector sees it, which can be made to vanish.

#include <jackfield/outbound.h>

#include <cstddef>
#include <string>

#include "base/clock.hpp"
#include "check/samples.hpp"

namespace jackfield::check {

class JobMemory {
 public:
  // `is_guarded`: on pages of its own, so that revoke() makes every later access crash.
  JobMemory(const Sample& sample, jf_op op, TimePoint deadline, bool is_guarded);
  ~JobMemory();
  JobMemory(const JobMemory&) = delete;
  JobMemory& operator=(const JobMemory&) = delete;

  const jf_job* job() const noexcept { return job_; }
  void revoke() noexcept;

 private:
  std::size_t bytes_;
  void* memory_;
  const bool is_guarded_;
  jf_job* job_;
};

}  // namespace jackfield::check
