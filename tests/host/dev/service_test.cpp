// The unary rpcs over a real connection: what arrives, and with which status.

#include <future>

#include "host/dev/gateway_fixture.hpp"

namespace jackfield::dev {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

using ServiceTest = GatewayTest;

TEST_F(ServiceTest, tells_its_one_broker) {
  pb::TopologyResponse topology;
  ASSERT_TRUE(stub->Topology(context().get(), {}, &topology).ok());
  EXPECT_EQ(topology.clustersize(), 1);
  ASSERT_EQ(topology.brokers_size(), 1);
  EXPECT_EQ(topology.brokers(0).host() + ":" + std::to_string(topology.brokers(0).port()), gateway->address());
  EXPECT_EQ(topology.brokers(0).partitions(0).role(), pb::Partition::LEADER);
}

TEST_F(ServiceTest, publishes_messages_and_knows_their_ids) {
  deploy(waiting_for_payment());
  const ProcessInstanceKey instance = start(R"({"order":"o1"})");
  pb::PublishMessageRequest message;
  message.set_name("paid");
  message.set_correlationkey("o1");
  message.set_messageid("m1");
  message.set_timetolive(60'000);
  message.set_variables(R"({"amount":7})");
  pb::PublishMessageResponse published;
  ASSERT_TRUE(stub->PublishMessage(context().get(), message, &published).ok());
  EXPECT_GT(published.key(), instance.value);
  EXPECT_EQ(published.tenantid(), "<default>");
  const Result<Standstill> end = gateway->wait_for(instance, Deadline::in(10s, system_clock()));
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(end->variables, R"({"amount":7,"order":"o1"})");
  EXPECT_EQ(stub->PublishMessage(context().get(), message, &published).error_code(), grpc::StatusCode::ALREADY_EXISTS);
  message.set_tenantid("other");
  EXPECT_EQ(stub->PublishMessage(context().get(), message, &published).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ServiceTest, deploys_creates_completes_and_answers_with_the_result) {
  pb::DeployResourceRequest deployment;
  deployment.add_resources()->set_name("p.bpmn");
  deployment.mutable_resources(0)->set_content(one_task());
  pb::DeployResourceResponse deployed;
  ASSERT_TRUE(stub->DeployResource(context().get(), deployment, &deployed).ok());
  EXPECT_EQ(deployed.deployments(0).process().bpmnprocessid(), "p");
  EXPECT_EQ(deployed.deployments(0).process().version(), 1);

  pb::CreateProcessInstanceWithResultRequest creation;
  creation.mutable_request()->set_bpmnprocessid("p");
  creation.mutable_request()->set_version(-1);
  creation.mutable_request()->set_variables(R"({"x":1})");
  creation.set_requesttimeout(10'000);
  pb::CreateProcessInstanceWithResultResponse result;
  std::promise<grpc::Status> answered;
  const auto call = context();
  stub->async()->CreateProcessInstanceWithResult(call.get(), &creation, &result,
                                                 [&](grpc::Status status) { answered.set_value(std::move(status)); });
  const pb::ActivatedJob job = activate_one();
  EXPECT_EQ(job.variables(), R"({"x":1})");
  EXPECT_EQ(job.elementid(), "a");
  EXPECT_EQ(job.customheaders(), "{}");
  EXPECT_EQ(job.retries(), 3);
  EXPECT_EQ(job.kind(), pb::ActivatedJob::BPMN_ELEMENT);
  ASSERT_TRUE(complete(job.key(), R"({"y":2})").ok());
  const grpc::Status status = answered.get_future().get();
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(result.processinstancekey(), job.processinstancekey());
  EXPECT_EQ(result.variables(), R"({"x":1,"y":2})");
}

TEST_F(ServiceTest, gives_up_waiting_for_a_result_at_the_request_timeout) {
  deploy(one_task());
  pb::CreateProcessInstanceWithResultRequest creation;
  creation.mutable_request()->set_bpmnprocessid("p");
  creation.set_requesttimeout(20);
  creation.mutable_request()->set_version(-1);
  pb::CreateProcessInstanceWithResultResponse result;
  const grpc::Status status = stub->CreateProcessInstanceWithResult(context().get(), creation, &result);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_THAT(status.error_message(), StartsWith("Time out between gateway and broker:"));
}

TEST_F(ServiceTest, names_the_command_it_rejects) {
  const grpc::Status status = complete(12);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(
      status.error_message(),
      "Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to complete job with key '12', but no such job "
      "was found");
}

TEST_F(ServiceTest, refuses_a_job_in_the_wrong_state_as_failed_precondition) {
  deploy(one_task());
  start();
  pb::FailJobRequest failure;
  failure.set_jobkey(activate_one().key());
  pb::FailJobResponse response;
  ASSERT_TRUE(stub->FailJob(context().get(), failure, &response).ok());
  EXPECT_EQ(complete(failure.jobkey()).error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(ServiceTest, refuses_variables_that_are_no_object_as_invalid_argument) {
  EXPECT_EQ(stub->SetVariables(
                    context().get(),
                    [] {
                      pb::SetVariablesRequest request;
                      request.set_variables("[]");
                      return request;
                    }(),
                    std::make_unique<pb::SetVariablesResponse>().get())
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ServiceTest, knows_the_default_tenant_only) {
  pb::CreateProcessInstanceRequest creation;
  creation.set_tenantid("other");
  pb::CreateProcessInstanceResponse created;
  EXPECT_EQ(stub->CreateProcessInstance(context().get(), creation, &created).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ServiceTest, says_by_name_which_rpc_it_does_not_have) {
  pb::BroadcastSignalResponse response;
  const grpc::Status status = stub->BroadcastSignal(context().get(), {}, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(status.error_message(), "the embedded gateway does not have BroadcastSignal");
}

TEST_F(ServiceTest, throws_resolves_updates_and_cancels) {
  deploy(one_task());
  const ProcessInstanceKey instance = start();
  const std::int64_t key = activate_one().key();
  pb::UpdateJobTimeoutRequest timeout;
  timeout.set_jobkey(key);
  timeout.set_timeout(120'000);
  pb::UpdateJobTimeoutResponse timeout_set;
  EXPECT_TRUE(stub->UpdateJobTimeout(context().get(), timeout, &timeout_set).ok());
  pb::ThrowErrorRequest error;
  error.set_jobkey(key);
  error.set_errorcode("E1");
  pb::ThrowErrorResponse thrown;
  ASSERT_TRUE(stub->ThrowError(context().get(), error, &thrown).ok());
  const Result<Standstill> stuck = gateway->wait_for(instance, Deadline::in(10s, system_clock()));
  ASSERT_TRUE(stuck.ok());
  EXPECT_EQ(stuck->incident_type, "UNHANDLED_ERROR_EVENT");
  pb::UpdateJobRetriesRequest retries;
  retries.set_jobkey(key);
  retries.set_retries(5);
  pb::UpdateJobRetriesResponse retries_set;
  EXPECT_TRUE(stub->UpdateJobRetries(context().get(), retries, &retries_set).ok());
  pb::ResolveIncidentRequest resolution;
  resolution.set_incidentkey(stuck->incident_key);
  pb::ResolveIncidentResponse resolved;
  ASSERT_TRUE(stub->ResolveIncident(context().get(), resolution, &resolved).ok());
  EXPECT_EQ(activate_one().retries(), 5);
  pb::CancelProcessInstanceRequest cancellation;
  cancellation.set_processinstancekey(instance.value);
  pb::CancelProcessInstanceResponse cancelled;
  ASSERT_TRUE(stub->CancelProcessInstance(context().get(), cancellation, &cancelled).ok());
  EXPECT_EQ(complete(key).error_code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace jackfield::dev
