#pragma once

// The job server in a process of its own, so that its CPU is not ours. Build it before anything touches gRPC: it forks.

#include <sys/types.h>

#include "dispatch/job_server.hpp"

namespace jackfield::bench {

class ServerProcess {
 public:
  ServerProcess();
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  int port() const noexcept { return port_; }
  RoundResult run(const Round& round, milliseconds timeout);
  void wait_until_nobody_listens();

 private:
  pid_t pid_ = 0;
  int socket_ = -1;
  int port_ = 0;
};

}  // namespace jackfield::bench
