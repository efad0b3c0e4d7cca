#pragma once

// The one place that knows which gRPC status a failure of the engine becomes.

#include <grpcpp/support/status.h>

#include <string_view>

#include "base/result.hpp"

namespace jackfield::dev {

grpc::Status status_of(const Failure& failure);

template <typename T>
grpc::Status status_of(const Result<T>& result) {
  return result ? grpc::Status::OK : status_of(result.failure());
}

// For the one rpc whose commands are rejected for that reason.
grpc::Status already_exists(const Failure& failure);

// The answer to an rpc, or to a part of one, that the embedded gateway does not have.
grpc::Status unimplemented(std::string_view what);

grpc::Status cancelled();

}  // namespace jackfield::dev
