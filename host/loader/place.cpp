#include "loader/place.hpp"

namespace jackfield::loader {

Judged<Place> place_of(const PlaceQuestion& question) {
  const Manifest& manifest = question.inspection.manifest;
  const std::string& obstacle = question.inspection.why_not_in_host;
  const bool stays_here = manifest.isolation == Manifest::Isolation::InProcess;
  if (!obstacle.empty()) {
    if (stays_here) return Rejection{ErrorCode::ForbiddenInProcess, obstacle + "; its manifest forbids any other"};
    if (!question.can_isolate) {
      return Rejection{ErrorCode::ForbiddenInProcess, obstacle + "; this host gives plugins no processes"};
    }
    return Place::OwnProcess;
  }
  if (stays_here) return Place::Host;
  if (question.mode == IsolationMode::Process && !question.can_isolate) {
    return Rejection{ErrorCode::RunnerUnavailable, "it is set to have a process; this host gives plugins none"};
  }
  if (!question.can_isolate) return Place::Host;
  if (question.mode == IsolationMode::Process) return Place::OwnProcess;
  return question.mode == IsolationMode::Automatic && question.is_blamed ? Place::OwnProcess : Place::Host;
}

}  // namespace jackfield::loader
