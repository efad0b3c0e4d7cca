#pragma once

// Runs one program in a process of its own, hears what it reports, and ends it when it takes too long.
//
// For what may crash or hang: the child has a process group of its own, an empty environment, no input, and of our
// descriptors only the one it reports on. Nothing of it is left when run_child() returns.
//
// Threads  any; the caller waits, at most for the limit and a moment more.
// Faults   Unavailable: no process can be had. However the child ended is a value.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace jackfield {

// The child's descriptor for what it has to report.
inline constexpr int kChildReport = 3;

struct ChildCommand {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  milliseconds limit = 2s;
};

struct ChildEnd {
  std::string report;            // all it wrote to kChildReport
  std::string output;            // the end of what it wrote to its standard output and error
  std::optional<int> exit_code;  // nothing: a signal ended it
  int signal = 0;
  bool was_too_slow = false;  // it was killed at the limit
};

Result<ChildEnd> run_child(const ChildCommand& command, const Clock& clock);

// For the child's end of the pipe: all of the text, or as much as the reader takes.
void write_child_report(std::string_view text) noexcept;

}  // namespace jackfield
