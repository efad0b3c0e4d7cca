#pragma once

// Takes one job through one connector to its outcome.
//
//   read headers → (places for secrets and declared expressions) → connector.execute → answer → outcome
//
// The answer may come a minute later: a job that waits holds no thread. At its deadline the connector is told to stop;
// if it stays silent for the grace period, its op is orphaned and the job is left to the engine's own timeout.
//
// Threads  run() on an executor thread. `done` comes exactly once, on an executor thread; on run()'s own stack when the
//          connector answered inside its execute call, since a hop between threads would cost more than the job.
// Borrows  everything; it outlives the executions, of which in_flight() tells the number.
// Faults   none: whatever goes wrong with a job is an outcome.

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>

#include "base/executor.hpp"
#include "base/job.hpp"
#include "base/outcome.hpp"
#include "loader/connector.hpp"
#include "loader/op_table.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"

namespace jackfield::outbound {

struct Settings {
  milliseconds cancel_grace = 5s;  // from "please stop" to giving up on an answer
  milliseconds stop_grace = 3s;    // at most this when the host ends, so that jobs are handed back in time
};

struct Collaborators {
  loader::OpTable& ops;
  Executor& executor;
  Executor& blocking;
  Timers& timers;
  const Clock& clock;
  log::Logger log;
  metrics::Registry& metrics;
};

// No outcome: nothing is to be reported, the engine hands the job out again when its lock has run out.
using Ended = UniqueFunction<void(std::optional<JobOutcome>)>;

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
