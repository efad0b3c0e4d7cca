#include "check/course.hpp"

#include <fmt/format.h>

#include <mutex>
#include <thread>

#include "base/host_threads.hpp"

namespace jackfield::check {
namespace {

constexpr milliseconds kMostOffering = 5s;

}  // namespace

Course::Course(Subject& subject, Bench::Options options)
    : samples_(samples_of(subject)), bench_(subject.entry(), options) {
  if (samples_.empty()) {
    obstacle_ = skip("it has no outbound connectors");
  } else if (auto wrong = bench_.make()) {
    obstacle_ = fail(*wrong);
  }
}

std::string Course::offer(std::size_t count, std::size_t thread_count, const std::function<Sample(std::size_t)>& job,
                          const std::function<void(std::size_t, const Bench::Offered&)>& met) {
  const Deadline end = Deadline::in(kMostOffering, system_clock());
  std::mutex mutex;
  std::string thrown;
  std::vector<std::thread> offering;
  for (std::size_t first = 0; first < thread_count; ++first) {
    offering.emplace_back([&, first] {
      const HostThread mark;
      for (std::size_t index = first; index < count && !end.has_passed(system_clock()); index += thread_count) {
        const Bench::Offered offered = bench_.execute(job(index));
        if (met) met(index, offered);
        const std::lock_guard lock(mutex);
        if (thrown.empty()) thrown = offered.thrown;
      }
    });
  }
  for (std::thread& thread : offering) thread.join();
  return thrown;
}

Finding Course::finish(milliseconds patience) {
  if (!bench_.wait_for_all(patience)) return fail(fmt::format("{} executions are not answered", bench_.open_ops()));
  const std::vector<std::string> faults = bench_.faults();
  return faults.empty() ? pass() : fail(faults.front());
}

}  // namespace jackfield::check
