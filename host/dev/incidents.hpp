#pragma once

// What stopped an instance until somebody resolves it. One thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/ids.hpp"
#include "dev/keys.hpp"

namespace jackfield::dev {

// JobNoRetries and UnhandledErrorEvent come from workers, the mapping and value errors from the model's expressions,
// MessageSizeExceeded from a job with too many variables.
enum class IncidentType { JobNoRetries, UnhandledErrorEvent, IoMappingError, ExtractValueError, MessageSizeExceeded };

// As Zeebe writes it: "JOB_NO_RETRIES".
std::string_view name_of(IncidentType type) noexcept;

using IncidentKey = NumericId<struct IncidentKeyTag>;

// An instance has at most one, since it stands at one task.
struct Incident {
  IncidentKey key;
  IncidentType type = IncidentType::JobNoRetries;
  std::string message;
  ProcessInstanceKey process_instance;
};

class Incidents {
 public:
  explicit Incidents(KeyGenerator& keys) noexcept : keys_(keys) {}

  // Valid until it is removed; so is what find() gives.
  const Incident& raise(ProcessInstanceKey instance, IncidentType type, std::string message);

  // Null for a key that is not known, or that was resolved.
  const Incident* find(IncidentKey key) const noexcept;
  void remove(IncidentKey key) { incidents_.erase(key); }

 private:
  KeyGenerator& keys_;  // outlives this
  std::unordered_map<IncidentKey, Incident> incidents_;
};

}  // namespace jackfield::dev
