#pragma once

// What all job types share. Kept alive by everything that may still be called: loops, jobs in flight, reports.

#include <atomic>
#include <map>
#include <stop_token>
#include <vector>

#include "base/gate.hpp"
#include "base/mutex.hpp"
#include "worker/job_counts.hpp"
#include "worker/reporter.hpp"
#include "worker/worker.hpp"

namespace jackfield::worker {

struct Desk {
  Desk(Settings the_settings, Collaborators the_collaborators);

  // Constant after construction.
  const Settings settings;
  const Collaborators with;

  // Synchronise themselves.
  Reporter reporter;
  Gate gate;                              // a pass per job, from its coming to its last report
  std::atomic<bool> is_draining = false;  // jobs that come now are handed back
  std::stop_source stop;                  // tells connectors that the host ends

  metrics::Counter& expired;
  metrics::Counter& handed_back;
  metrics::Gauge& in_flight;

  // The same for a type, however often its connectors come and go.
  JobCounts& counts_of(const JobType& type);
  std::vector<Tally> tallies() const;

 private:
  mutable Mutex mutex_;
  std::map<JobType, JobCounts> counts_ JF_GUARDED_BY(mutex_);  // never shrinks
};

}  // namespace jackfield::worker
