#pragma once

// An open push stream that reads only when told to.

#include <memory>

#include "gateway/gateway.hpp"

namespace jackfield::gateway {

class Connection;

// As Gateway::open_stream.
std::unique_ptr<JobStream> start_job_stream(Connection& connection, const StreamRequest& request,
                                            std::shared_ptr<JobStreamListener> listener);

}  // namespace jackfield::gateway
