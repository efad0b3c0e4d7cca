#include "dev/rejection.hpp"

#include <fmt/core.h>

namespace jackfield::dev {
namespace {

struct Row {
  std::string_view code;
  Fault fault;
};

constexpr Row row_of(Refusal refusal) noexcept {
  switch (refusal) {
    case Refusal::InvalidArgument:
      return {"INVALID_ARGUMENT", Fault::InvalidInput};
    case Refusal::NotFound:
      return {"NOT_FOUND", Fault::NotFound};
    case Refusal::InvalidState:
      return {"INVALID_STATE", Fault::Rejected};
    case Refusal::AlreadyExists:
      return {"ALREADY_EXISTS", Fault::Rejected};
  }
  return {"PROCESSING_ERROR", Fault::Internal};
}

}  // namespace

Failure rejection(std::string_view intent, Refusal refusal, std::string_view reason) {
  const Row row = row_of(refusal);
  return {row.fault, fmt::format("Command '{}' rejected with code '{}': {}", intent, row.code, reason)};
}

}  // namespace jackfield::dev
