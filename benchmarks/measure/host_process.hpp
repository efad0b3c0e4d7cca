#pragma once

// `jackfield run` as a child, measured from outside: what it costs is read from the kernel, not told by itself.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "support/child_process.hpp"

namespace jackfield::bench {

struct ProcessCost {
  nanoseconds cpu{0};        // user and system, all threads
  std::int64_t rss_kb = 0;   // resident now
  std::int64_t peak_kb = 0;  // resident at most
  std::int64_t threads = 0;
};

// Of any process of this machine.
ProcessCost cost_of(pid_t pid);

class HostProcess {
 public:
  struct Settings {
    std::filesystem::path binary;   // the program "jackfield"
    std::string gateway;            // host:port, plaintext
    std::filesystem::path plugins;  // folder with plugin files
    std::size_t max_jobs_active = 100;
    std::vector<std::string> arguments;  // more of them
    std::map<std::string, std::string> environment;
  };

  explicit HostProcess(const Settings& settings);

  pid_t pid() const noexcept { return process_.pid(); }
  ProcessCost cost() const { return cost_of(pid()); }

  // SIGTERM, then the exit code; nothing if it did not end in time.
  std::optional<int> stop(milliseconds timeout);
  std::string output() const { return process_.output(); }

 private:
  test::TemporaryFolder folder_;
  test::ChildProcess process_;
};

}  // namespace jackfield::bench
