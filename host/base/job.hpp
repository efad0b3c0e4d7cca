#pragma once

// One job as the engine handed it out.
//
// Variables and headers stay the JSON text they came in: nothing parses them that does not have to. The deadline is on
// our own monotonic clock (arrival plus the lock time asked for), so a broker whose wall clock is off does no harm. A
// value; move it along, no thread may share one.

#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "base/ids.hpp"

namespace jackfield {

struct Job {
  JobKey key;
  JobType type;
  ProcessInstanceKey process_instance;
  ProcessDefinitionKey process_definition;
  ElementInstanceKey element_instance;
  std::string bpmn_process_id;
  std::string element_id;
  std::string tenant_id;
  std::string lease_token;     // empty unless the engine leases
  std::string variables;       // JSON object
  std::string custom_headers;  // JSON object of strings
  std::int32_t process_definition_version = 0;
  std::int32_t retries = 0;  // left, counting this attempt
  Deadline deadline = Deadline::never();
};

}  // namespace jackfield
