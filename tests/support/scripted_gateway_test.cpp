#include "support/scripted_gateway.hpp"

#include <gmock/gmock.h>

#include "gateway.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "support/jobs.hpp"

namespace jackfield::test {
namespace {

namespace pb = gateway_protocol;

// Looks at the gateway with gRPC's own blocking client.
class ScriptedGatewayTest : public testing::Test {
 protected:
  std::unique_ptr<pb::Gateway::Stub> stub() {
    const std::string target = "127.0.0.1:" + std::to_string(gateway.port());
    return pb::Gateway::NewStub(grpc::CreateChannel(target, grpc::InsecureChannelCredentials()));
  }

  grpc::StatusCode complete(pb::Gateway::Stub& with, std::chrono::milliseconds timeout = std::chrono::seconds(10)) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + timeout);
    pb::CompleteJobRequest request;
    request.set_jobkey(7);
    pb::CompleteJobResponse response;
    return with.CompleteJob(&context, request, &response).error_code();
  }

  static pb::ActivateJobsRequest poll_for(int jobs, int hang_ms) {
    pb::ActivateJobsRequest request;
    request.set_type("test:job:1");
    request.set_maxjobstoactivate(jobs);
    request.set_requesttimeout(hang_ms);
    return request;
  }

  ScriptedGateway gateway;
};

TEST_F(ScriptedGatewayTest, answers_in_the_order_of_the_script_and_then_well) {
  gateway.next_answer("CompleteJob", grpc::UNAVAILABLE);
  gateway.next_answer("CompleteJob", grpc::NOT_FOUND);
  const auto client = stub();

  EXPECT_EQ(complete(*client), grpc::UNAVAILABLE);
  EXPECT_EQ(complete(*client), grpc::NOT_FOUND);
  EXPECT_EQ(complete(*client), grpc::OK);
  EXPECT_EQ(gateway.seen().commands.size(), 3u);
}

TEST_F(ScriptedGatewayTest, gives_a_poll_the_batches_that_fit) {
  gateway.enqueue({job(1), job(2)});
  gateway.enqueue({job(3)});
  gateway.enqueue({job(4), job(5)});
  const auto client = stub();
  grpc::ClientContext context;
  const auto reader = client->ActivateJobs(&context, poll_for(4, 1000));

  pb::ActivateJobsResponse batch;
  ASSERT_TRUE(reader->Read(&batch));
  EXPECT_EQ(batch.jobs_size(), 2);
  ASSERT_TRUE(reader->Read(&batch));
  EXPECT_EQ(batch.jobs_size(), 1);
  EXPECT_FALSE(reader->Read(&batch));
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(ScriptedGatewayTest, hangs_an_empty_poll_until_its_timeout) {
  const auto client = stub();
  grpc::ClientContext context;
  const auto reader = client->ActivateJobs(&context, poll_for(1, 20));

  pb::ActivateJobsResponse batch;
  EXPECT_FALSE(reader->Read(&batch));
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(ScriptedGatewayTest, keeps_pushed_jobs_for_the_next_stream) {
  gateway.push(job(9));
  const auto client = stub();
  grpc::ClientContext context;
  pb::StreamActivatedJobsRequest request;
  request.set_type("test:job:1");
  const auto reader = client->StreamActivatedJobs(&context, request);

  pb::ActivatedJob message;
  ASSERT_TRUE(reader->Read(&message));
  EXPECT_EQ(message.key(), 9);
  context.TryCancel();
  EXPECT_TRUE(gateway.wait_until([](const Seen& seen) { return seen.streams_open == 0; }));
}

TEST_F(ScriptedGatewayTest, comes_back_on_the_same_port) {
  const int before = gateway.port();
  gateway.stop();
  EXPECT_EQ(complete(*stub()), grpc::UNAVAILABLE);

  gateway.start();

  EXPECT_EQ(gateway.port(), before);
  EXPECT_EQ(complete(*stub()), grpc::OK);
}

TEST_F(ScriptedGatewayTest, falls_silent_and_speaks_again) {
  const auto client = stub();
  gateway.fall_silent();
  EXPECT_EQ(complete(*client, std::chrono::milliseconds(20)), grpc::DEADLINE_EXCEEDED);
  gateway.speak_again();
  EXPECT_EQ(complete(*client), grpc::OK);
}

}  // namespace
}  // namespace jackfield::test
