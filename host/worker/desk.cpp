#include "worker/desk.hpp"

#include <utility>

namespace jackfield::worker {

Desk::Desk(Settings the_settings, Collaborators the_collaborators)
    : settings(std::move(the_settings)),
      with(std::move(the_collaborators)),
      reporter(settings, with),
      expired(with.metrics.counter("jackfield_jobs_expired_total", "jobs that came, or got their turn, too late")),
      handed_back(with.metrics.counter("jackfield_jobs_handed_back_total", "jobs given back untouched")),
      in_flight(with.metrics.gauge("jackfield_jobs_in_flight", "jobs from their coming to their report")) {}

JobCounts& Desk::counts_of(const JobType& type) {
  MutexLock lock(mutex_);
  return counts_.try_emplace(type, type, with.metrics, with.clock).first->second;
}

std::vector<Tally> Desk::tallies() const {
  std::vector<Tally> tallies;
  MutexLock lock(mutex_);
  for (const auto& [type, counts] : counts_) tallies.push_back(counts.tally());
  return tallies;
}

}  // namespace jackfield::worker
