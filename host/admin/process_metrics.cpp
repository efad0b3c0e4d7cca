#include "admin/process_metrics.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace jackfield::admin {
namespace {

double seconds_of(nanoseconds time) noexcept {
  return std::chrono::duration<double>(time).count();
}

double seconds_of(const timeval& time) noexcept {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double entries_in(const char* folder) {
  std::error_code error;
  const auto entries = std::filesystem::directory_iterator(folder, error);
  return error ? 0 : static_cast<double>(std::distance(entries, std::filesystem::directory_iterator()));
}

double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  double all_pages = 0;
  double resident_pages = 0;
  file >> all_pages >> resident_pages;
  return resident_pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace

ProcessMetrics::ProcessMetrics(metrics::Registry& registry, const Clock& clock)
    : clock_(clock),
      started_(clock.now()),
      uptime_(registry.gauge("process_uptime_seconds", "since the start of this process")),
      resident_bytes_(registry.gauge("process_resident_memory_bytes", "memory in use")),
      cpu_seconds_(registry.counter("process_cpu_seconds_total", "processor time used, user and system")),
      open_files_(registry.gauge("process_open_fds", "descriptors in use")),
      threads_(registry.gauge("process_threads", "threads of the process")) {
  registry.gauge("process_start_time_seconds", "when this process started, in seconds since 1970")
      .set(seconds_of(clock.wall_now().time_since_epoch()));
}

void ProcessMetrics::refresh() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  uptime_.set(seconds_of(uptime()));
  resident_bytes_.set(resident_bytes());
  cpu_seconds_.add(seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime) - cpu_seconds_.value());
  open_files_.set(entries_in("/proc/self/fd"));
  threads_.set(entries_in("/proc/self/task"));
}

nanoseconds ProcessMetrics::uptime() const noexcept {
  return clock_.now() - started_;
}

}  // namespace jackfield::admin
