#pragma once

// What we ask for, as messages. Pure.

#include "gateway.pb.h"
#include "gateway/gateway.hpp"

namespace jackfield::gateway {

gateway_protocol::ActivateJobsRequest request_of(const ActivationRequest& request);
gateway_protocol::StreamActivatedJobsRequest request_of(const StreamRequest& request);
gateway_protocol::CompleteJobRequest request_of(const JobRef& job, const Completed& outcome);
gateway_protocol::FailJobRequest request_of(const JobRef& job, const Failed& outcome);
gateway_protocol::ThrowErrorRequest request_of(const JobRef& job, const BpmnError& outcome);
gateway_protocol::UpdateJobTimeoutRequest request_of(const JobRef& job, milliseconds timeout);
gateway_protocol::CreateProcessInstanceRequest request_of(const NewInstance& instance);
gateway_protocol::PublishMessageRequest request_of(const Message& message);

}  // namespace jackfield::gateway
