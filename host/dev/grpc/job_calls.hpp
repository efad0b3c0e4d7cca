#pragma once

// The two calls that hand jobs out: ActivateJobs and StreamActivatedJobs.

#include "dev/grpc/job_writer.hpp"
#include "dev/grpc/messages.hpp"

namespace jackfield::dev {

// The request lives as long as the call.
grpc::ServerWriteReactor<pb::ActivateJobsResponse>* activate_jobs(EngineHost& host,
                                                                  const pb::ActivateJobsRequest& request);
grpc::ServerWriteReactor<pb::ActivatedJob>* stream_jobs(EngineHost& host,
                                                        const pb::StreamActivatedJobsRequest& request);

}  // namespace jackfield::dev
