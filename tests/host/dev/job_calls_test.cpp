// ActivateJobs and StreamActivatedJobs over a real connection.

#include <set>

#include "host/dev/gateway_fixture.hpp"

namespace jackfield::dev {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class JobCallsTest : public GatewayTest {
 protected:
  void SetUp() override {
    GatewayTest::SetUp();
    deploy(one_task());
  }

  // Opens a stream on a connection of its own whose window does not grow; the gateway has it on return.
  std::unique_ptr<grpc::ClientReader<pb::ActivatedJob>> open_stream(grpc::ClientContext& call) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    stream_stub = pb::Gateway::NewStub(
        grpc::CreateCustomChannel(gateway->address(), grpc::InsecureChannelCredentials(), arguments));
    pb::StreamActivatedJobsRequest request;
    request.set_type("work");
    request.set_worker("test");
    request.set_timeout(60'000);
    auto reader = stream_stub->StreamActivatedJobs(&call, request);
    reader->WaitForInitialMetadata();
    return reader;
  }

  std::unique_ptr<pb::Gateway::Stub> stream_stub;
};

TEST_F(JobCallsTest, ends_an_empty_poll_at_its_timeout_without_an_error) {
  EXPECT_THAT(activate(20ms), IsEmpty());
  EXPECT_TRUE(last_status.ok());
}

TEST_F(JobCallsTest, answers_a_waiting_poll_when_a_job_comes) {
  const auto call = context();
  const auto reader = stub->ActivateJobs(call.get(), activation(10s));
  start();
  pb::ActivateJobsResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.jobs_size(), 1);
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(JobCallsTest, sends_a_large_batch_as_several_messages) {
  const std::string text(1024 * 1024, 'x');
  for (int count = 0; count < 5; ++count) start(R"({"text":")" + text + R"("})");
  const auto responses = activate();
  EXPECT_TRUE(last_status.ok());
  ASSERT_THAT(responses, SizeIs(2));
  EXPECT_EQ(responses[0].jobs_size() + responses[1].jobs_size(), 5);
}

TEST_F(JobCallsTest, refuses_a_request_without_a_worker) {
  pb::ActivateJobsRequest request = activation(1s);
  request.clear_worker();
  const auto call = context();
  EXPECT_EQ(stub->ActivateJobs(call.get(), request)->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(JobCallsTest, serves_others_after_a_poll_that_the_client_cancelled) {
  pb::ActivateJobsRequest request = activation(10s);
  request.set_timeout(50);  // should the job still go to the cancelled one
  const auto call = context();
  const auto reader = stub->ActivateJobs(call.get(), request);
  call->TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  start();
  activate_one();
}

TEST_F(JobCallsTest, pushes_a_new_job) {
  const auto call = context();
  const auto reader = open_stream(*call);
  const ProcessInstanceKey instance = start(R"({"x":1})");
  pb::ActivatedJob job;
  ASSERT_TRUE(reader->Read(&job));
  EXPECT_EQ(job.processinstancekey(), instance.value);
  EXPECT_EQ(job.variables(), R"({"x":1})");
  EXPECT_TRUE(complete(job.key()).ok());
  call->TryCancel();
}

TEST_F(JobCallsTest, hands_to_polls_what_a_blocked_stream_does_not_take) {
  const auto call = context();
  const auto reader = open_stream(*call);
  constexpr int kJobs = 200;
  const std::string text(4096, 'x');
  for (int count = 0; count < kJobs; ++count) start(R"({"text":")" + text + R"("})");
  std::set<std::int64_t> keys;
  int polled = 0;
  for (const auto& response : activate(-1ms, kJobs)) {
    for (const pb::ActivatedJob& job : response.jobs()) keys.insert(job.key()), ++polled;
  }
  EXPECT_GT(polled, 0);
  EXPECT_LT(polled, kJobs);
  pb::ActivatedJob job;
  while (keys.size() < kJobs && reader->Read(&job)) EXPECT_TRUE(keys.insert(job.key()).second);
  EXPECT_THAT(keys, SizeIs(kJobs));
  call->TryCancel();
}

TEST_F(JobCallsTest, gives_back_what_was_pushed_but_had_not_left_when_the_client_went_away) {
  const auto call = context();
  const auto reader = open_stream(*call);
  constexpr int kJobs = 100;
  const std::string text(20 * 1024, 'x');
  for (int count = 0; count < kJobs; ++count) start(R"({"text":")" + text + R"("})");
  EXPECT_FALSE(activate(-1ms, kJobs).empty());  // those that found the stream blocked
  EXPECT_TRUE(activate(-1ms, kJobs).empty());
  call->TryCancel();
  EXPECT_FALSE(activate(10s, kJobs).empty());
}

TEST_F(JobCallsTest, ends_streams_as_unavailable_when_the_gateway_goes) {
  const auto call = context();
  const auto reader = open_stream(*call);
  gateway.reset();
  pb::ActivatedJob job;
  EXPECT_FALSE(reader->Read(&job));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace jackfield::dev
