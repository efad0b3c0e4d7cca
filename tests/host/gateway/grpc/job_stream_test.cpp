#include "gateway.pb.h"
#include "grpc/gateway_fixture.hpp"

namespace jackfield::gateway {
namespace {

using test::job;
using test::Seen;
using testing::ElementsAre;
using testing::SizeIs;

class JobStreamTest : public GatewayFixture {
 protected:
  std::unique_ptr<JobStream> opened() {
    auto stream = gateway->open_stream({.type = {"test:job:1"}, .worker = "w", .job_timeout = 2min}, listening);
    EXPECT_TRUE(peer.wait_until([](const Seen& seen) { return seen.streams_open == 1; }));
    return stream;
  }

  static Job big_job(std::int64_t key) {
    Job made = job(key);
    made.variables = R"({"text":")" + std::string(50'000, 'x') + "\"}";
    return made;
  }

  std::unique_ptr<Gateway> gateway = connected();
  std::shared_ptr<RecordingListener> listening = listener();
};

TEST_F(JobStreamTest, registers_with_what_was_asked_for) {
  const auto stream = opened();

  const auto asked = peer.seen().streams[0];
  EXPECT_EQ(asked.type, "test:job:1");
  EXPECT_EQ(asked.worker, "w");
  EXPECT_EQ(asked.job_timeout, 2min);
}

TEST_F(JobStreamTest, gives_one_job_for_each_read) {
  const auto stream = opened();
  for (int key = 1; key <= 3; ++key) peer.push(job(key));

  stream->read_next();
  EXPECT_THAT(listening->received.keys_when(1), ElementsAre(1));
  stream->read_next();
  EXPECT_THAT(listening->received.keys_when(2), ElementsAre(1, 2));
}

TEST_F(JobStreamTest, leaves_jobs_with_the_peer_while_nobody_reads) {
  const auto stream = opened();
  constexpr std::size_t kPushed = 40;  // of 50 KB
  for (std::size_t key = 1; key <= kPushed; ++key) peer.push(big_job(static_cast<std::int64_t>(key)));

  stream->read_next();
  EXPECT_THAT(listening->received.keys_when(1), SizeIs(1));

  EXPECT_LT(peer.seen().jobs_written, kPushed / 2);
  EXPECT_THAT(listening->received.keys_when(0), SizeIs(1));
}

TEST_F(JobStreamTest, takes_a_job_larger_than_its_window) {
  const auto stream = opened();
  Job huge = job(1);
  huge.variables = std::string(3'000'000, ' ') + "{}";
  peer.push(huge);

  stream->read_next();

  ASSERT_THAT(listening->received.jobs_when(1), SizeIs(1));
  EXPECT_EQ(listening->received.jobs_when(1)[0].variables, huge.variables);
}

TEST_F(JobStreamTest, takes_jobs_with_numbers_that_this_build_does_not_know) {
  gateway_protocol::ActivatedJob message;
  message.set_type("test:job:1");
  message.set_key(5);
  message.set_kind(static_cast<gateway_protocol::ActivatedJob::JobKind>(77));
  message.set_deadline(1);  // by a clock that stands in 1970
  const auto stream = opened();
  peer.push(message);
  const Deadline before = Deadline::in(2min, system_clock());

  stream->read_next();

  const auto jobs = listening->received.jobs_when(1);
  ASSERT_THAT(jobs, SizeIs(1));
  EXPECT_GE(jobs[0].deadline, before);
}

TEST_F(JobStreamTest, ends_well_when_the_peer_ends_it) {
  const auto stream = opened();
  stream->read_next();

  peer.end_streams();

  EXPECT_EQ(listening->received.ended(), "ok");
}

TEST_F(JobStreamTest, tells_why_the_peer_gave_up) {
  const auto stream = opened();
  stream->read_next();

  peer.end_streams(grpc::UNAVAILABLE, "gateway is going away");

  EXPECT_EQ(listening->received.ended(), "unavailable");
  EXPECT_EQ(listening->received.message(), "gateway is going away (UNAVAILABLE)");
}

TEST_F(JobStreamTest, notices_an_end_at_the_next_read) {
  const auto stream = opened();
  peer.end_streams();
  ASSERT_TRUE(peer.wait_until([](const Seen& seen) { return seen.streams_open == 0; }));

  stream->read_next();

  EXPECT_EQ(listening->received.ended(), "ok");
}

TEST_F(JobStreamTest, is_cancelled_with_and_without_a_read) {
  auto stream = opened();
  stream->cancel();
  stream->cancel();
  EXPECT_EQ(listening->received.ended(), "cancelled");
  stream->read_next();  // too late, and harmless

  ASSERT_TRUE(peer.wait_until([](const Seen& seen) { return seen.streams_open == 0; }));
  listening = listener();
  stream = opened();
  stream->read_next();
  stream.reset();
  EXPECT_EQ(listening->received.ended(), "cancelled");
}

TEST_F(JobStreamTest, is_cancelled_by_the_end_of_the_gateway) {
  const auto stream = opened();

  gateway.reset();

  EXPECT_FALSE(listening->received.is_open());
  EXPECT_EQ(listening->received.ended(), "cancelled");
}

TEST_F(JobStreamTest, is_refused) {
  peer.next_answer("StreamActivatedJobs", grpc::INVALID_ARGUMENT, "blank type");
  const auto stream = gateway->open_stream({.type = {""}, .worker = "w"}, listening);
  stream->read_next();
  EXPECT_EQ(listening->received.ended(), "invalid input");
}

}  // namespace
}  // namespace jackfield::gateway
