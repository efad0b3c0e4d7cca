#pragma once

// Jobs out of the messages they came in. Texts are moved, not copied; what this build does not know is left behind.

#include <vector>

#include "base/job.hpp"

namespace gateway_protocol {
class ActivatedJob;
class ActivateJobsResponse;
}  // namespace gateway_protocol

namespace jackfield::gateway {

// The deadline is the caller's, on our own clock: the broker's may be off.
Job read_job(gateway_protocol::ActivatedJob& message, Deadline deadline);
std::vector<Job> read_jobs(gateway_protocol::ActivateJobsResponse& message, Deadline deadline);

}  // namespace jackfield::gateway
