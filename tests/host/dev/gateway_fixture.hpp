#pragma once

// A gateway on a free port, with a client of its own in the same process.

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "dev/dev_gateway.hpp"
#include "gateway.grpc.pb.h"
#include "host/dev/models.hpp"

namespace jackfield::dev {

namespace pb = gateway_protocol;

class GatewayTest : public testing::Test {
 protected:
  explicit GatewayTest(Settings settings = {}) {
    settings.listen = "127.0.0.1:0";
    auto started = DevGateway::start(settings, log::Logger{});
    if (started) gateway = *std::move(started);
  }

  void SetUp() override {
    ASSERT_NE(gateway, nullptr);
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(5 * 1024 * 1024);
    channel = grpc::CreateCustomChannel(gateway->address(), grpc::InsecureChannelCredentials(), arguments);
    stub = pb::Gateway::NewStub(channel);
  }

  // No call of a test may hang for ever.
  static std::unique_ptr<grpc::ClientContext> context(seconds timeout = 10s) {
    auto made = std::make_unique<grpc::ClientContext>();
    made->set_deadline(std::chrono::system_clock::now() + timeout);
    return made;
  }

  void deploy(const std::string& file) { ASSERT_TRUE(gateway->deploy({{"p.bpmn", file}}).ok()); }

  ProcessInstanceKey start(std::string variables = "") {
    const Result<ProcessInstanceKey> key = gateway->create_instance("p", std::move(variables));
    EXPECT_TRUE(key.ok());
    return key ? *key : ProcessInstanceKey{};
  }

  static pb::ActivateJobsRequest activation(milliseconds wait, int max_jobs = 32) {
    pb::ActivateJobsRequest request;
    request.set_type("work");
    request.set_worker("test");
    request.set_timeout(60'000);
    request.set_maxjobstoactivate(max_jobs);
    request.set_requesttimeout(wait.count());
    return request;
  }

  // All messages until the end of the call.
  std::vector<pb::ActivateJobsResponse> activate(milliseconds wait = -1ms, int max_jobs = 32) {
    const auto call = context();
    const auto reader = stub->ActivateJobs(call.get(), activation(wait, max_jobs));
    std::vector<pb::ActivateJobsResponse> responses;
    pb::ActivateJobsResponse response;
    while (reader->Read(&response)) responses.push_back(response);
    last_status = reader->Finish();
    return responses;
  }

  pb::ActivatedJob activate_one() {
    const auto responses = activate(10s, 1);
    EXPECT_EQ(responses.size(), 1U);
    return responses.empty() ? pb::ActivatedJob() : responses[0].jobs(0);
  }

  grpc::Status complete(std::int64_t key, const std::string& variables = "") {
    pb::CompleteJobRequest request;
    request.set_jobkey(key);
    request.set_variables(variables);
    pb::CompleteJobResponse response;
    return stub->CompleteJob(context().get(), request, &response);
  }

  std::unique_ptr<DevGateway> gateway;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<pb::Gateway::Stub> stub;
  grpc::Status last_status;
};

}  // namespace jackfield::dev
