#pragma once

// Keeps the right number of jobs in flight: asks, hands over, reports, drains.
//
// One admission (permits, rate, breaker), one poll loop and one stream per job type of the catalog; a catalog that
// changes opens and closes them. No permit, no poll and no read of the stream, so the cluster keeps what we cannot
// take.
//
// Life     build, start, drain, destroy; each once.
// Threads  start and drain on the main thread; all else on executor, loop and gateway threads.
// Borrows  all that is in Collaborators; it outlives the worker.
// Faults   none: trouble with the cluster is retried and logged on change of state.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/executor.hpp"
#include "gateway/gateway.hpp"
#include "loader/catalog.hpp"
#include "log/log.hpp"
#include "metrics/metrics.hpp"
#include "outbound/outbound.hpp"
#include "worker/limits.hpp"
#include "worker/selection.hpp"
#include "worker/tally.hpp"

namespace jackfield::worker {

struct Settings {
  // Behaviour.
  std::string worker_name = "jackfield";  // in the engine's records
  std::vector<std::string> tenants;       // empty: the default one
  milliseconds job_timeout = 5min;        // how long the engine leaves a job with us, if nothing is set for its type
  Selection selection;                    // job types to serve
  bool streaming = true;                  // have jobs pushed, and poll beside
  bool fails_refused_completions = true;  // false: as the Java runtime, the job is left to its timeout
  milliseconds hand_back_reserve = 7s;    // end of the drain time, kept for cancelling and handing back

  // Performance.
  std::size_t max_jobs_active = 100;         // per job type
  milliseconds poll_timeout = 10s;           // how long one poll waits for a job
  milliseconds poll_interval = 100ms;        // between two polls that brought nothing
  milliseconds slowest_poll = 60s;           // beside a stream, empty polls get rarer up to this
  double poll_threshold = 0.3;               // ask again when this share of the permits, or less, is in use
  milliseconds stream_lifetime = 8h;         // then a fresh one, so that load balancers see new connections
  std::size_t max_outstanding_reports = 32;  // over all job types; calls beyond it wait
  milliseconds report_timeout = 10s;         // of one attempt

  // Limits.
  Limits limits;                                              // of each job type that has none of its own
  std::map<std::string, Limits, std::less<>> limits_by_type;  // by upper_snake of the job type
  const Limits& limits_of(const JobType& type) const;
};

struct Collaborators {
  gateway::Gateway& gateway;
  loader::CatalogSlot& catalogs;
  outbound::Outbound& outbound;
  Executor& executor;
  Timers& timers;
  const Clock& clock;
  log::Logger log;
  metrics::Registry& metrics;
};

class Worker {
 public:
  Worker(Settings settings, Collaborators collaborators);
  ~Worker();

  void start();

  // Stops asking, lets jobs in flight end and be reported, tells the rest to stop in time, hands back what stays. True
  // when nothing is in flight any more. Blocks, at most until the deadline.
  bool drain(Deadline by);

  std::size_t in_flight() const;

  // Whether jobs of this type are asked for once a connector is there. Any thread.
  bool serves(const JobType& type) const;

  // One per job type that was served since the start. Any thread.
  std::vector<Tally> tallies() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace jackfield::worker
