#pragma once

// What the checks of running connectors share: a bench that is ready, samples for it, and many jobs at once.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "check/bench.hpp"
#include "check/samples.hpp"
#include "check/subject.hpp"

namespace jackfield::check {

class Course {
 public:
  explicit Course(Subject& subject, Bench::Options options = {});

  // Why it cannot begin; then nothing else may be used.
  const std::optional<Finding>& obstacle() const noexcept { return obstacle_; }

  Bench& bench() noexcept { return bench_; }
  const std::vector<Sample>& samples() const noexcept { return samples_; }

  // The samples in turn.
  const Sample& sample(std::size_t index) const noexcept { return samples_[index % samples_.size()]; }

  // Offers `count` jobs from several threads at once. What was thrown first, if anything was. `met` hears of each on
  // the thread that offered it. Connectors that block get fewer: offering ends after five seconds.
  std::string offer(std::size_t count, std::size_t thread_count, const std::function<Sample(std::size_t)>& job,
                    const std::function<void(std::size_t, const Bench::Offered&)>& met = {});

  // Waits for all answers: the first thing that is wrong with how the jobs went.
  Finding finish(milliseconds patience = 10s);

 private:
  const std::vector<Sample> samples_;
  Bench bench_;
  std::optional<Finding> obstacle_;
};

}  // namespace jackfield::check
