#pragma once

// A gateway that only measures: it pushes jobs over streams, takes completions and counts each job once.
//
// A round begins with run() and ends when every job is reported or time is up. Polls hang and come back empty. As many
// jobs are on their way as the transport takes, or `outstanding` when that is not zero.

#include <cstddef>
#include <memory>
#include <string>

#include "base/clock.hpp"

namespace jackfield::bench {

struct Round {
  std::string type;
  std::size_t jobs = 0;
  std::size_t outstanding = 0;
  std::size_t payload_bytes = 1024;
  std::string variables;  // of each job, instead of that payload
  std::string headers = R"({"resultVariable":"r"})";
  double jobs_per_second = 0;  // 0: as fast as they are taken
};

struct RoundResult {
  std::size_t completed = 0;
  std::size_t failed = 0;  // reported as a failure or an error
  std::size_t duplicates = 0;
  nanoseconds wall{0};  // first job sent to last job reported
  nanoseconds p50{0};   // of the time from sending a job to its report
  nanoseconds p99{0};
};

class JobServer {
 public:
  JobServer();  // on a free loopback port
  ~JobServer();

  int port() const noexcept;
  // Begins when a stream of that type is open.
  RoundResult run(const Round& round, milliseconds timeout);

  // Between two clients: jobs sent to one that has just died would be lost.
  void wait_until_nobody_listens();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace jackfield::bench
