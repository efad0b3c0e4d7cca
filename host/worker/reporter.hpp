#pragma once

// Tells the engine how jobs ended: a bounded number of calls at a time, tried again while that makes sense.
//
//   unavailable, overloaded, timed out, cancelled   again with growing pauses, until the job's deadline
//   not found                                       the job is gone, perhaps by an attempt whose answer was lost: done
//   invalid input, of a completion                  the job is failed instead, so that somebody sees why
//   anything else                                   logged; the engine hands the job out again
//
// Threads  report() from any; `reported` once per report, on whatever thread learnt the end.

#include <atomic>
#include <memory>
#include <optional>

#include "base/backoff.hpp"
#include "base/permits.hpp"
#include "worker/worker.hpp"

namespace jackfield::worker {

class Reporter {
 public:
  struct Report {
    gateway::JobRef job;
    JobOutcome outcome;
    std::int32_t retries = 0;                            // with which the job came
    Deadline by;                                         // no other attempt begins after it
    UniqueFunction<void(const Result<void>&)> reported;  // how it ended; gives back what the job held
  };

  Reporter(const Settings& settings, const Collaborators& with);

  void report(Report report);

  // The first answer to each report counts from here on; what waits for another try is sent once more.
  void stop_trying_again() noexcept { is_stopped_ = true; }

 private:
  struct Attempt {
    Report report;
    std::optional<Failure> refusal;  // why the engine did not take the outcome itself
    Backoff backoff{{}};
    std::optional<Permit> permit;
    bool is_first = true;  // sent however late it is: the engine may not have noticed yet
  };
  using Shared = std::shared_ptr<Attempt>;

  void send(Shared attempt);
  void on_answer(Shared attempt, Result<void> answer);
  bool is_in_time(const Attempt& attempt) const;
  void try_again(Shared attempt);
  void refuse(Shared attempt, const Failure& why);
  void note(const Result<void>& answer);
  void end(Attempt& attempt, const Result<void>& how);

  const Settings& settings_;
  const Collaborators& with_;

  // Synchronise themselves.
  PermitPool outstanding_;
  std::atomic<bool> is_stopped_ = false;
  std::atomic<bool> is_failing_ = false;  // said so, and no answer since

  metrics::Counter& accepted_;
  metrics::Counter& gone_;
  metrics::Counter& refused_;
  metrics::Counter& retried_;
  metrics::Counter& given_up_;
};

}  // namespace jackfield::worker
