#include "dev/incidents.hpp"

#include <utility>

namespace jackfield::dev {

std::string_view name_of(IncidentType type) noexcept {
  switch (type) {
    case IncidentType::JobNoRetries:
      return "JOB_NO_RETRIES";
    case IncidentType::UnhandledErrorEvent:
      return "UNHANDLED_ERROR_EVENT";
    case IncidentType::IoMappingError:
      return "IO_MAPPING_ERROR";
    case IncidentType::ExtractValueError:
      return "EXTRACT_VALUE_ERROR";
    case IncidentType::MessageSizeExceeded:
      return "MESSAGE_SIZE_EXCEEDED";
  }
  return "UNKNOWN";
}

const Incident& Incidents::raise(ProcessInstanceKey instance, IncidentType type, std::string message) {
  const IncidentKey key{keys_.next()};
  return incidents_.emplace(key, Incident{key, type, std::move(message), instance}).first->second;
}

const Incident* Incidents::find(IncidentKey key) const noexcept {
  const auto found = incidents_.find(key);
  return found == incidents_.end() ? nullptr : &found->second;
}

}  // namespace jackfield::dev
