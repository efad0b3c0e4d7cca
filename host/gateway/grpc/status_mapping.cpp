#include "gateway/grpc/status_mapping.hpp"

#include <fmt/format.h>

#include <string_view>

namespace jackfield::gateway {
namespace {

using grpc::StatusCode;

std::string_view name_of_code(StatusCode code) noexcept {
  switch (code) {
    case StatusCode::OK:
      return "OK";
    case StatusCode::CANCELLED:
      return "CANCELLED";
    case StatusCode::UNKNOWN:
      return "UNKNOWN";
    case StatusCode::INVALID_ARGUMENT:
      return "INVALID_ARGUMENT";
    case StatusCode::DEADLINE_EXCEEDED:
      return "DEADLINE_EXCEEDED";
    case StatusCode::NOT_FOUND:
      return "NOT_FOUND";
    case StatusCode::ALREADY_EXISTS:
      return "ALREADY_EXISTS";
    case StatusCode::PERMISSION_DENIED:
      return "PERMISSION_DENIED";
    case StatusCode::UNAUTHENTICATED:
      return "UNAUTHENTICATED";
    case StatusCode::RESOURCE_EXHAUSTED:
      return "RESOURCE_EXHAUSTED";
    case StatusCode::FAILED_PRECONDITION:
      return "FAILED_PRECONDITION";
    case StatusCode::ABORTED:
      return "ABORTED";
    case StatusCode::OUT_OF_RANGE:
      return "OUT_OF_RANGE";
    case StatusCode::UNIMPLEMENTED:
      return "UNIMPLEMENTED";
    case StatusCode::INTERNAL:
      return "INTERNAL";
    case StatusCode::UNAVAILABLE:
      return "UNAVAILABLE";
    case StatusCode::DATA_LOSS:
      return "DATA_LOSS";
    default:
      return "unknown code";
  }
}

}  // namespace

Fault fault_of(StatusCode code) noexcept {
  switch (code) {
    case StatusCode::CANCELLED:
      return Fault::Cancelled;
    case StatusCode::DEADLINE_EXCEEDED:
      return Fault::DeadlineExceeded;
    case StatusCode::RESOURCE_EXHAUSTED:
      return Fault::Rejected;
    case StatusCode::UNAVAILABLE:
    case StatusCode::ABORTED:    // the broker went away in the middle
    case StatusCode::DATA_LOSS:  // no gateway says so; proxies might
      return Fault::Unavailable;
    case StatusCode::NOT_FOUND:
      return Fault::NotFound;
    case StatusCode::INVALID_ARGUMENT:
    case StatusCode::FAILED_PRECONDITION:
    case StatusCode::OUT_OF_RANGE:
    case StatusCode::ALREADY_EXISTS:
    case StatusCode::PERMISSION_DENIED:  // our credentials are part of what we put in
    case StatusCode::UNAUTHENTICATED:
      return Fault::InvalidInput;
    case StatusCode::UNIMPLEMENTED:
      return Fault::Unsupported;
    default:
      return Fault::Internal;
  }
}

bool is_unauthenticated(const grpc::Status& status) noexcept {
  return status.error_code() == StatusCode::UNAUTHENTICATED;
}

bool is_denial(const grpc::Status& status) noexcept {
  return is_unauthenticated(status) || status.error_code() == StatusCode::PERMISSION_DENIED;
}

Result<void> result_of(const grpc::Status& status) {
  if (status.ok()) return {};
  const std::string_view code = name_of_code(status.error_code());
  const std::string& text = status.error_message();
  return Failure{fault_of(status.error_code()), text.empty() ? std::string(code) : fmt::format("{} ({})", text, code)};
}

}  // namespace jackfield::gateway
