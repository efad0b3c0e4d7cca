#pragma once

// One process of the program jackfield-runner, with the socket to it and the end of what it prints.
//
// Threads: one. The process and its children are gone when this is.

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace jackfield::isolation {

class Process {
 public:
  static Result<Process> start(const std::filesystem::path& program);

  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;
  ~Process();

  pid_t pid() const noexcept { return pid_; }
  int ended() const noexcept { return ended_.get(); }  // readable once it has ended; -1: the system cannot tell
  int output() const noexcept { return output_.get(); }
  Descriptor take_socket() noexcept { return std::move(socket_); }

  void read_output();
  void kill() noexcept;

  // Kills what is left, and says how it ended: "ended by signal 11 (Segmentation fault): terminate called …".
  std::string end();

  // Memory that it has to itself, in bytes; 0: not known.
  std::uint64_t resident() const;

 private:
  Process(pid_t pid, Descriptor socket, Descriptor output) noexcept;

  pid_t pid_ = 0;  // 0: reaped
  Descriptor socket_;
  Descriptor output_;
  Descriptor ended_;
  std::string last_words_;
};

}  // namespace jackfield::isolation
