#pragma once

// gRPC's statuses in our words. The only place that knows its codes. Pure.

#include <grpcpp/support/status.h>

#include "base/result.hpp"

namespace jackfield::gateway {

// Only for statuses that are not OK.
Fault fault_of(grpc::StatusCode code) noexcept;

// The peer wants to know who asks, or does not believe it.
bool is_unauthenticated(const grpc::Status& status) noexcept;

// The same, or who asks may not.
bool is_denial(const grpc::Status& status) noexcept;

// The message keeps the peer's text and adds the code's name.
Result<void> result_of(const grpc::Status& status);

}  // namespace jackfield::gateway
