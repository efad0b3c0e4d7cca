#pragma once

// Takes one job through one connector to its outcome.
//
//   headers → lock → secrets, declared expressions → connector.execute → answer → result and error expression → outcome
//
// The answer may come minutes later: a job that waits holds no thread, and its lock in the engine is renewed unless the
// model has fixed it. At its deadline the connector is told to stop; if it stays silent for the grace period, its op is
// orphaned and the job is left to the engine's own timeout.
//
// Threads  run() on an executor thread. `done` comes exactly once, on an executor thread; on run()'s own stack when the
//          connector answered inside its execute call, since a hop between threads would cost more than the job.
// Borrows  everything; it outlives the executions, of which in_flight() tells the number.
// Faults   none: whatever goes wrong with a job is an outcome.

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/executor.hpp"
#include "base/job.hpp"
#include "base/outcome.hpp"
#include "loader/connector.hpp"
#include "loader/op_table.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"
#include "outbound/observer.hpp"
#include "secrets/filter.hpp"
#include "secrets/secrets.hpp"

namespace jackfield::documents {
class Documents;
}

namespace jackfield::outbound {

struct Settings {
  milliseconds cancel_grace = 5s;       // from "please stop" to giving up on an answer
  milliseconds stop_grace = 3s;         // at most this when the host ends, so that jobs are handed back in time
  milliseconds longest_execution = 1h;  // locks are renewed until then; 0: never
  std::string zone = "Etc/UTC";         // of now() and today() in expressions
};

// Has the engine leave a job with us for so long from now on. `done` comes on any thread.
class JobLocks {
 public:
  virtual ~JobLocks() = default;
  virtual void extend(const Job& job, milliseconds more, UniqueFunction<void(Result<void>)> done) = 0;
};

struct Collaborators {
  loader::OpTable& ops;
  Executor& executor;
  Executor& blocking;
  Timers& timers;
  const Clock& clock;
  log::Logger log;
  metrics::Registry& metrics;
  const secrets::Secrets& secrets;
  documents::Documents* documents = nullptr;  // null: createDocument fails
  JobLocks* locks = nullptr;                  // null: locks stay as they are
  Observer* observer = nullptr;               // null: nobody looks on
  secrets::Filter* filter = nullptr;          // null: every job may use every secret
};

// What became of a job.
struct Ending {
  std::optional<JobOutcome> outcome;  // none: nothing is to be reported, the engine hands the job out again
  Deadline report_by;                 // until then the engine leaves the job with us
  // If set, the connector wants to know how the report ended. Executor thread.
  UniqueFunction<void(const Result<void>&)> acknowledge;
};
using Ended = UniqueFunction<void(Ending)>;

class Outbound {
 public:
  Outbound(Settings settings, Collaborators collaborators);
  ~Outbound();

  // A stop request cancels the connector (shutdown). A connector that answers so is failed with its retries unchanged.
  void run(Job job, loader::ConnectorLease lease, std::stop_token stop, Ended done);

  std::size_t in_flight() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jackfield::outbound
