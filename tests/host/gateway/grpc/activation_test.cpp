#include "grpc/gateway_fixture.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::gateway {
namespace {

using test::job;
using test::Seen;
using testing::ElementsAre;
using testing::IsEmpty;

class ActivationTest : public GatewayFixture {
 protected:
  std::unique_ptr<Gateway> gateway = connected();
};

TEST_F(ActivationTest, brings_the_jobs_that_wait) {
  peer.enqueue({job(1), job(2)});

  const auto received = poll(*gateway);

  EXPECT_EQ(received->ended(), "ok");
  EXPECT_THAT(received->keys_when(2), ElementsAre(1, 2));
}

TEST_F(ActivationTest, hands_on_each_batch_without_waiting_for_the_end) {
  peer.keep_polls_open();
  peer.enqueue({job(1)});
  const auto received = poll(*gateway);

  EXPECT_THAT(received->keys_when(1), ElementsAre(1));
  peer.enqueue({job(2), job(3)});
  EXPECT_THAT(received->keys_when(3), ElementsAre(1, 2, 3));
  EXPECT_TRUE(received->is_open());

  peer.end_polls();
  EXPECT_EQ(received->ended(), "ok");
}

TEST_F(ActivationTest, may_come_back_empty) {
  const auto received = poll(*gateway, {}, 20ms);

  EXPECT_EQ(received->ended(), "ok");
  EXPECT_THAT(received->keys_when(0), IsEmpty());
}

TEST_F(ActivationTest, asks_as_told) {
  gateway->activate(
      {.type = {"t"}, .worker = "w", .max_jobs = 5, .job_timeout = 1min, .poll_timeout = -1ms}, {},
      [](const std::vector<Job>&) {}, [](const Result<void>& how) { how.ignore("not of interest"); });
  ASSERT_TRUE(peer.wait_until([](const Seen& seen) { return seen.polls.size() == 1; }));

  const auto asked = peer.seen().polls[0];
  EXPECT_EQ(asked.max_jobs, 5);
  EXPECT_EQ(asked.job_timeout, 1min);
  EXPECT_EQ(asked.poll_timeout, -1ms);
}

TEST_F(ActivationTest, is_ended_by_its_stop_token) {
  std::stop_source stop;
  const auto received = poll(*gateway, stop.get_token());
  ASSERT_TRUE(peer.wait_until([](const Seen& seen) { return seen.polls_open == 1; }));

  stop.request_stop();

  EXPECT_EQ(received->ended(), "cancelled");
  EXPECT_TRUE(peer.wait_until([](const Seen& seen) { return seen.polls_open == 0; }));
}

TEST_F(ActivationTest, ends_when_it_was_stopped_before_it_began) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(poll(*gateway, stop.get_token())->ended(), "cancelled");
}

TEST_F(ActivationTest, says_that_the_peer_is_overloaded) {
  peer.next_answer("ActivateJobs", grpc::RESOURCE_EXHAUSTED, "backpressure");
  EXPECT_EQ(poll(*gateway)->ended(), "rejected");
}

TEST_F(ActivationTest, is_cancelled_by_the_end_of_the_gateway) {
  const auto received = poll(*gateway);
  ASSERT_TRUE(peer.wait_until([](const Seen& seen) { return seen.polls_open == 1; }));

  gateway.reset();

  EXPECT_FALSE(received->is_open());
  EXPECT_EQ(received->ended(), "cancelled");
}

TEST_F(ActivationTest, gives_up_on_a_peer_that_is_silent_beyond_the_poll_and_its_grace) {
  peer.fall_silent();
  gateway = connected({.address = peer.address(), .poll_grace = 30ms});

  EXPECT_EQ(poll(*gateway, {}, 10ms)->ended(), "deadline exceeded");
  EXPECT_EQ(poll(*gateway, {}, -1ms)->ended(), "deadline exceeded");
}

TEST_F(ActivationTest, counts_the_lock_time_from_arrival_on_our_clock) {
  test::ManualClock clock;
  auto with_clock = connect({.address = peer.address()}, clock, log::Logger{}, registry_);
  peer.enqueue({job(1)});
  Received received;

  (*with_clock)
      ->activate(
          {.type = {"test:job:1"}, .worker = "w", .job_timeout = 3min}, {},
          [&](std::vector<Job> jobs) { received.add(std::move(jobs)); },
          [&](const Result<void>& how) { received.end(how); });

  const auto jobs = received.jobs_when(1);
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_EQ(jobs[0].deadline, Deadline::in(3min, clock));
  EXPECT_EQ(received.ended(), "ok");
}

}  // namespace
}  // namespace jackfield::gateway
