#include "dev/grpc/status_mapping.hpp"

#include <fmt/core.h>

namespace jackfield::dev {
namespace {

grpc::StatusCode code_of(Fault fault) noexcept {
  switch (fault) {
    case Fault::InvalidInput:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case Fault::NotFound:
      return grpc::StatusCode::NOT_FOUND;
    case Fault::Unavailable:
      return grpc::StatusCode::UNAVAILABLE;
    case Fault::DeadlineExceeded:
      return grpc::StatusCode::DEADLINE_EXCEEDED;
    case Fault::Cancelled:
      return grpc::StatusCode::CANCELLED;
    case Fault::Unsupported:
      return grpc::StatusCode::UNIMPLEMENTED;
    case Fault::Rejected:
      return grpc::StatusCode::FAILED_PRECONDITION;
    case Fault::Internal:
      return grpc::StatusCode::INTERNAL;
  }
  return grpc::StatusCode::INTERNAL;
}

}  // namespace

grpc::Status status_of(const Failure& failure) {
  return {code_of(failure.fault), failure.message};
}

grpc::Status already_exists(const Failure& failure) {
  return {grpc::StatusCode::ALREADY_EXISTS, failure.message};
}

grpc::Status unimplemented(std::string_view what) {
  return {grpc::StatusCode::UNIMPLEMENTED, fmt::format("the embedded gateway does not have {}", what)};
}

grpc::Status cancelled() {
  return {grpc::StatusCode::CANCELLED, "the client cancelled the call"};
}

}  // namespace jackfield::dev
