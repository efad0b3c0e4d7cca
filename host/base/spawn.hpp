#pragma once

// Starts a program with nothing of ours but what it is handed: an empty environment, no input, default signals, a
// process group of its own, and of our descriptors only those that are named.
//
// Threads  any. Whoever starts it reaps it.
// Faults   Unavailable: no process can be had.

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace jackfield {

struct SpawnCommand {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  int output = -1;  // where its standard output and error go
  int peer = -1;    // becomes its kChildPeer
};

// The descriptor on which a child speaks with us.
inline constexpr int kChildPeer = 3;

Result<pid_t> spawn(const SpawnCommand& command);

// A number above those that a child's descriptors are put on. The old one is closed.
Descriptor moved_up(Descriptor low) noexcept;

struct Pipe {
  Descriptor reads;  // does not wait
  Descriptor writes;
};
Result<Pipe> make_pipe();

// "what: reason" of an error number.
Failure system_failure(std::string_view what, int error);

}  // namespace jackfield
