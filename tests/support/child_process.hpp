#pragma once

// A program that a test runs beside itself: started, watched, signalled, waited for. Killed when the object dies.
//
// Standard output and error go to one file, so that nothing blocks on a full pipe. Waiting is by deadline.

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace jackfield::test {

class ChildProcess {
 public:
  struct Command {
    std::vector<std::string> words;                  // program first
    std::map<std::string, std::string> environment;  // beside PATH and HOME; nothing else is inherited
    std::filesystem::path output;                    // where both streams go
  };

  explicit ChildProcess(const Command& command);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const noexcept { return pid_; }
  void signal(int number) noexcept;

  // Exit code, or 128 + signal; nothing if it still runs at the end of `timeout`.
  std::optional<int> wait(milliseconds timeout);

  std::string output() const;

 private:
  std::filesystem::path output_;
  pid_t pid_ = 0;
  std::optional<int> exit_code_;
};

// A folder of its own under the system's temporary one, removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const noexcept { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace jackfield::test
