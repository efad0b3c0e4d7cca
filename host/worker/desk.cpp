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

}  // namespace jackfield::worker
