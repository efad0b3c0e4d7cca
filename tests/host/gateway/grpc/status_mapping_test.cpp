#include "gateway/grpc/status_mapping.hpp"

#include <gtest/gtest.h>

#include <map>

namespace jackfield::gateway {
namespace {

using grpc::StatusCode;

TEST(StatusMapping, gives_each_code_its_fault) {
  const std::map<StatusCode, Fault> expected = {
      {StatusCode::CANCELLED, Fault::Cancelled},
      {StatusCode::UNKNOWN, Fault::Internal},
      {StatusCode::INVALID_ARGUMENT, Fault::InvalidInput},
      {StatusCode::DEADLINE_EXCEEDED, Fault::DeadlineExceeded},
      {StatusCode::NOT_FOUND, Fault::NotFound},
      {StatusCode::ALREADY_EXISTS, Fault::InvalidInput},
      {StatusCode::PERMISSION_DENIED, Fault::InvalidInput},
      {StatusCode::UNAUTHENTICATED, Fault::InvalidInput},
      {StatusCode::RESOURCE_EXHAUSTED, Fault::Rejected},
      {StatusCode::FAILED_PRECONDITION, Fault::InvalidInput},
      {StatusCode::ABORTED, Fault::Unavailable},
      {StatusCode::OUT_OF_RANGE, Fault::InvalidInput},
      {StatusCode::UNIMPLEMENTED, Fault::Unsupported},
      {StatusCode::INTERNAL, Fault::Internal},
      {StatusCode::UNAVAILABLE, Fault::Unavailable},
      {StatusCode::DATA_LOSS, Fault::Unavailable},
  };
  for (const auto& [code, fault] : expected) EXPECT_EQ(fault_of(code), fault) << code;
}

TEST(StatusMapping, does_not_trip_over_a_code_from_the_future) {
  EXPECT_EQ(fault_of(static_cast<StatusCode>(31)), Fault::Internal);
}

TEST(StatusMapping, keeps_the_peers_text_and_adds_the_code) {
  EXPECT_EQ(result_of({StatusCode::NOT_FOUND, "no such job"}).failure().message, "no such job (NOT_FOUND)");
  EXPECT_EQ(result_of({StatusCode::UNAVAILABLE, ""}).failure().message, "UNAVAILABLE");
  EXPECT_TRUE(result_of(grpc::Status::OK).ok());
}

}  // namespace
}  // namespace jackfield::gateway
