#pragma once

// Tells the engine how jobs ended: a bounded number of calls at a time, tried again while that makes sense.
//
//   unavailable, overloaded, timed out, cancelled   again with growing pauses, until the job's deadline
//   not found                                       the job is gone: taken as done
//   anything else                                   logged; the engine hands the job out again
//
// Threads  report() from any; `reported` once per report, on whatever thread learnt the end.

#include <memory>

#include "base/backoff.hpp"
#include "base/permits.hpp"
#include "worker/worker.hpp"

namespace jackfield::worker {

class Reporter {
 public:
  struct Report {
    gateway::JobRef job;
    JobOutcome outcome;
    Deadline by;    // no attempt begins after it
    Task reported;  // gives back what the job held
  };

  Reporter(const Settings& settings, const Collaborators& with);

  void report(Report report);

 private:
  struct Attempt {
    Report report;
    Backoff backoff{{}};
    std::optional<Permit> permit;
  };
  using Shared = std::shared_ptr<Attempt>;

  void send(Shared attempt);
  void on_answer(Shared attempt, Result<void> answer);
  void try_again(Shared attempt);
  void end(Attempt& attempt);

  const Settings& settings_;
  const Collaborators& with_;

  // Synchronises itself.
  PermitPool outstanding_;

  metrics::Counter& accepted_;
  metrics::Counter& gone_;
  metrics::Counter& refused_;
  metrics::Counter& retried_;
};

}  // namespace jackfield::worker
