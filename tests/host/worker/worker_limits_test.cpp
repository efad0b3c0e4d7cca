// What limits mean for the cluster: how much of a job type is asked for, and when.

#include <gmock/gmock.h>

#include "support/worker_fixture.hpp"

namespace jackfield::worker {
namespace {

using test::job;
using testing::SizeIs;

class WorkerLimitsTest : public test::WorkerFixture {
 protected:
  static constexpr Breaker::Settings kBreaker{.window = 4, .threshold_percent = 50, .pause = 10s, .jitter = 0};

  void start(const Limits& limits, bool streaming) {
    Settings settings{.streaming = streaming};
    settings.limits = limits;
    worker.emplace(std::move(settings), with());
    worker->start();
    settle();
  }

  std::vector<Job> next_jobs(std::size_t count) {
    std::vector<Job> jobs;
    for (std::size_t i = 0; i < count; ++i) jobs.push_back(job(++last_key));
    return jobs;
  }

  // As many jobs as the poll that hangs asks for.
  void serve_poll() {
    gateway.answer_poll(next_jobs(gateway.last_poll().max_jobs));
    settle();
  }

  bool push() {
    const bool is_taken = gateway.push(job(++last_key));
    settle();
    return is_taken;
  }

  void fail(std::size_t times = 1) {
    for (std::size_t i = 0; i < times; ++i) answer({.kind = loader::ConnectorOutcome::Kind::Error});
  }

  // By jobs that fail.
  void open_breaker() {
    start({.max_jobs_active = {}, .rate = {}, .breaker = kBreaker}, true);
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(push());
    fail(4);
  }

  std::int64_t last_key = 0;
  std::optional<Worker> worker;
};

TEST_F(WorkerLimitsTest, takes_no_more_pushed_jobs_than_the_rate_lets_through) {
  for (int i = 0; i < 10; ++i) gateway.next_poll_yields({});
  start({.max_jobs_active = {}, .rate = Rate{.jobs = 10, .per = 1s, .burst = 2}, .breaker = {}}, true);
  EXPECT_TRUE(push());
  EXPECT_TRUE(push());
  EXPECT_FALSE(push());
  EXPECT_EQ(gateway.streams_reading(), 0u);
  advance(100ms);
  EXPECT_TRUE(push());
  EXPECT_FALSE(push());
  EXPECT_THAT(connector->calls, SizeIs(3));
}

TEST_F(WorkerLimitsTest, asks_by_poll_for_no_more_jobs_than_the_rate_lets_through) {
  start({.max_jobs_active = {}, .rate = Rate{.jobs = 10, .per = 1s, .burst = 5}, .breaker = {}}, false);
  EXPECT_EQ(gateway.last_poll().max_jobs, 5u);
  serve_poll();
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
  advance(100ms);
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
  EXPECT_EQ(gateway.last_poll().max_jobs, 1u);
}

TEST_F(WorkerLimitsTest, only_polls_for_a_type_whose_rate_is_slow) {
  start({.max_jobs_active = {}, .rate = Rate{.jobs = 6, .per = 1min, .burst = 6}, .breaker = {}}, true);
  EXPECT_EQ(gateway.streams_seen(), 0u);
  EXPECT_EQ(gateway.last_poll().max_jobs, 6u);
}

TEST_F(WorkerLimitsTest, give_one_type_a_limit_of_its_own) {
  Settings settings{.streaming = false};
  settings.limits_by_type["TEST_JOB_1"] = {.max_jobs_active = 7, .rate = {}, .breaker = {}};
  worker.emplace(std::move(settings), with());
  worker->start();
  EXPECT_EQ(gateway.last_poll().max_jobs, 7u);
}

TEST_F(WorkerLimitsTest, asks_for_nothing_while_the_connector_fails) {
  open_breaker();
  EXPECT_EQ(gateway.streams_open(), 0u);
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
  advance(9'999ms);
  EXPECT_EQ(gateway.streams_open(), 0u);
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
}

TEST_F(WorkerLimitsTest, ends_the_poll_that_hangs_when_the_connector_fails) {
  start({.max_jobs_active = {}, .rate = {}, .breaker = kBreaker}, false);
  gateway.answer_poll(next_jobs(4));
  settle();
  ASSERT_EQ(gateway.polls_in_flight(), 1u);
  fail(4);
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
}

TEST_F(WorkerLimitsTest, lets_jobs_end_that_were_taken_before) {
  start({.max_jobs_active = {}, .rate = {}, .breaker = kBreaker}, true);
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(push());
  fail(4);
  answer();
  answer();
  EXPECT_THAT(gateway.reported_keys(), SizeIs(6));
}

TEST_F(WorkerLimitsTest, tries_one_job_after_the_pause_and_goes_on_when_it_went_well) {
  open_breaker();
  advance(10s);
  ASSERT_EQ(gateway.polls_in_flight(), 1u);
  EXPECT_EQ(gateway.last_poll().max_jobs, 1u);
  EXPECT_GT(gateway.last_poll().poll_timeout, 0ms);
  EXPECT_EQ(gateway.streams_open(), 0u);
  serve_poll();
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
  answer();
  EXPECT_EQ(gateway.streams_reading(), 1u);
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
  EXPECT_GT(gateway.last_poll().max_jobs, 1u);
}

TEST_F(WorkerLimitsTest, waits_longer_when_the_one_job_failed_too) {
  open_breaker();
  advance(10s);
  serve_poll();
  fail();
  advance(19'999ms);
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
  advance(1ms);
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
}

TEST_F(WorkerLimitsTest, asks_for_the_one_job_until_there_is_one) {
  open_breaker();
  advance(10s);
  gateway.end_poll();
  settle();
  advance(1s);
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
  EXPECT_EQ(gateway.last_poll().max_jobs, 1u);
}

TEST_F(WorkerLimitsTest, leaves_no_timer_behind) {
  open_breaker();
  worker->drain(Deadline::in(0ms, clock));
  settle();
  worker.reset();
  EXPECT_EQ(clock.timers(), 0u);
}

}  // namespace
}  // namespace jackfield::worker
