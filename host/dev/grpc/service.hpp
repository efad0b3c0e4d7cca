#pragma once

// The gateway service: each rpc becomes one call of the engine, on the engine's thread.

#include <string>

#include "dev/engine_host.hpp"
#include "dev/grpc/unsupported_rpcs.hpp"

namespace jackfield::dev {

// Every handler returns at once, on gRPC's thread; the answer follows from the engine's. Statuses come from
// status_mapping, messages from messages.hpp, and nothing else is decided here.
class Service final : public UnsupportedRpcs {
 public:
  explicit Service(EngineHost& host) noexcept : host_(host) {}

  // What Topology tells. Before the server is asked anything.
  void set_address(std::string address) { address_ = std::move(address); }

  Unary* Topology(Context*, const pb::TopologyRequest*, pb::TopologyResponse*) override;
  Unary* DeployResource(Context*, const pb::DeployResourceRequest*, pb::DeployResourceResponse*) override;
  Unary* DeployProcess(Context*, const pb::DeployProcessRequest*, pb::DeployProcessResponse*) override;
  Unary* CreateProcessInstance(Context*, const pb::CreateProcessInstanceRequest*,
                               pb::CreateProcessInstanceResponse*) override;
  Unary* CreateProcessInstanceWithResult(Context*, const pb::CreateProcessInstanceWithResultRequest*,
                                         pb::CreateProcessInstanceWithResultResponse*) override;
  Unary* CancelProcessInstance(Context*, const pb::CancelProcessInstanceRequest*,
                               pb::CancelProcessInstanceResponse*) override;
  Unary* SetVariables(Context*, const pb::SetVariablesRequest*, pb::SetVariablesResponse*) override;
  Unary* PublishMessage(Context*, const pb::PublishMessageRequest*, pb::PublishMessageResponse*) override;
  Unary* ResolveIncident(Context*, const pb::ResolveIncidentRequest*, pb::ResolveIncidentResponse*) override;
  Unary* CompleteJob(Context*, const pb::CompleteJobRequest*, pb::CompleteJobResponse*) override;
  Unary* FailJob(Context*, const pb::FailJobRequest*, pb::FailJobResponse*) override;
  Unary* ThrowError(Context*, const pb::ThrowErrorRequest*, pb::ThrowErrorResponse*) override;
  Unary* UpdateJobRetries(Context*, const pb::UpdateJobRetriesRequest*, pb::UpdateJobRetriesResponse*) override;
  Unary* UpdateJobTimeout(Context*, const pb::UpdateJobTimeoutRequest*, pb::UpdateJobTimeoutResponse*) override;
  grpc::ServerWriteReactor<pb::ActivateJobsResponse>* ActivateJobs(Context*, const pb::ActivateJobsRequest*) override;
  grpc::ServerWriteReactor<pb::ActivatedJob>* StreamActivatedJobs(Context*,
                                                                  const pb::StreamActivatedJobsRequest*) override;

 private:
  // `work` runs on the engine's thread and gives the status of the call.
  template <typename Work>
  Unary* answer(Context* context, Work work);

  EngineHost& host_;  // outlives the server
  std::string address_;
};

}  // namespace jackfield::dev
