#include "worker/poll_loop.hpp"

#include <gmock/gmock.h>

#include "support/worker_fixture.hpp"

namespace jackfield::worker {
namespace {

using test::job;
using testing::ElementsAre;

class PollLoopTest : public test::WorkerFixture {
 protected:
  ~PollLoopTest() override { loop->stop(); }

  void start(bool is_beside_stream = false) {
    PollLoop::Asked asked{{.type = {kType}}, is_beside_stream};
    loop = std::make_shared<PollLoop>(asked, desk, admission, [this](Job job, std::optional<Ticket> ticket) {
      keys.push_back(job.key.value);
      has_ticket.push_back(ticket.has_value());
      in_hand.push_back(std::move(ticket));
    });
    loop->start();
    settle();
  }

  void finish_one() {
    in_hand.pop_back();
    loop->consider();
    settle();
  }

  const std::shared_ptr<const Desk> desk = std::make_shared<Desk>(Settings{.poll_interval = 100ms}, with());
  const std::shared_ptr<Admission> admission = std::make_shared<Admission>(
      JobType{kType}, Limits{}, 10, desk->with, Admission::Hooks{.on_room = {}, .on_change = {}});
  std::shared_ptr<PollLoop> loop;
  std::vector<std::int64_t> keys;
  std::vector<bool> has_ticket;
  std::vector<std::optional<Ticket>> in_hand;
};

TEST_F(PollLoopTest, asks_for_as_many_jobs_as_are_admitted) {
  const std::vector<Ticket> taken = admission->try_take_up_to(1);
  start();
  EXPECT_EQ(gateway.last_poll().max_jobs, 9u);
  EXPECT_EQ(admission->in_use(), 10u);
}

TEST_F(PollLoopTest, hands_over_each_job_on_a_ticket_and_returns_the_rest) {
  gateway.next_poll_yields({job(1), job(2), job(3), job(4)});
  start();
  EXPECT_THAT(keys, ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(admission->in_use(), 4u);
}

TEST_F(PollLoopTest, asks_again_only_when_enough_jobs_are_done) {
  gateway.next_poll_yields({job(1), job(2), job(3), job(4), job(5)});
  start();
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
  finish_one();
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
  finish_one();
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
}

TEST_F(PollLoopTest, has_one_poll_in_flight_at_most) {
  start();
  loop->consider();
  loop->consider();
  EXPECT_EQ(gateway.polls_seen(), 1u);
}

TEST_F(PollLoopTest, gives_a_job_beyond_what_it_asked_for_no_ticket) {
  const std::vector<Ticket> taken = admission->try_take_up_to(3);
  std::vector<Job> eight;
  for (int key = 1; key <= 8; ++key) eight.push_back(job(key));
  gateway.next_poll_yields(std::move(eight));
  start();
  EXPECT_EQ(std::count(has_ticket.begin(), has_ticket.end(), true), 7);
  EXPECT_FALSE(has_ticket.back());
}

TEST_F(PollLoopTest, waits_longer_after_each_refusal_and_starts_over_after_a_job) {
  gateway.next_poll_fails_with(Fault::Unavailable);
  gateway.next_poll_fails_with(Fault::Unavailable);
  gateway.next_poll_yields({job(7)});
  start();
  const milliseconds first = *clock.next_wakeup();
  advance(first);
  const milliseconds second = *clock.next_wakeup();
  EXPECT_GT(second, first);
  advance(second);
  EXPECT_THAT(keys, ElementsAre(7));
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
}

TEST_F(PollLoopTest, only_looks_beside_a_stream_and_more_rarely_while_nothing_is_found) {
  start(true);
  EXPECT_LT(gateway.last_poll().poll_timeout, 0ms);
  milliseconds last = 0ms;
  for (int i = 0; i < 3; ++i) {
    gateway.end_poll();
    settle();
    EXPECT_GT(*clock.next_wakeup(), last);
    last = *clock.next_wakeup();
    advance(last);
  }
}

TEST_F(PollLoopTest, leaves_half_of_the_permits_to_the_stream_beside_it) {
  start(true);
  EXPECT_EQ(gateway.last_poll().max_jobs, 5u);
  EXPECT_EQ(admission->in_use(), 5u);
}

TEST_F(PollLoopTest, looks_at_once_when_jobs_may_have_been_missed) {
  start(true);
  gateway.end_poll();
  settle();
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
  loop->hurry();
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
}

TEST_F(PollLoopTest, ends_its_poll_and_asks_at_once_when_interrupted) {
  start();
  loop->interrupt();
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
  settle();
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
  EXPECT_EQ(clock.timers(), 0u);
}

TEST_F(PollLoopTest, ends_its_poll_and_asks_no_more_when_stopped) {
  start();
  loop->stop();
  settle();
  loop->consider();
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
  EXPECT_EQ(admission->in_use(), 0u);
  EXPECT_EQ(clock.timers(), 0u);
}

}  // namespace
}  // namespace jackfield::worker
