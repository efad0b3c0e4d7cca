#pragma once

// Fields of the input that a connector's manifest declares as FEEL.

#include <string>
#include <vector>

#include "base/job.hpp"
#include "base/result.hpp"
#include "outbound/room.hpp"

namespace jackfield::outbound {

// Replaces each text that begins with "=" at one of these JSON pointers by what it evaluates to over the job's
// variables. InvalidInput names the field.
Result<void> evaluate_declared_fields(const std::vector<std::string>& pointers, Job& job, Room& room);

}  // namespace jackfield::outbound
