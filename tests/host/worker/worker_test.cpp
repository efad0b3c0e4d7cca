#include "worker/worker.hpp"

#include <gmock/gmock.h>

#include "support/worker_fixture.hpp"

namespace jackfield::worker {
namespace {

using test::job;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class WorkerTest : public test::WorkerFixture {
 protected:
  void start(Settings settings = {}) {
    worker.emplace(std::move(settings), with());
    worker->start();
    settle();
  }

  void push(Job job) {
    ASSERT_TRUE(gateway.push(std::move(job)));
    settle();
  }

  Job timely(std::int64_t key) {
    Job made = job(key);
    made.deadline = Deadline::in(60s, clock);
    return made;
  }

  std::optional<Worker> worker;
};

TEST_F(WorkerTest, takes_a_pushed_job_through_its_connector_and_reports_it) {
  start();
  push(timely(7));
  ASSERT_THAT(connector->calls, SizeIs(1));
  EXPECT_EQ(connector->calls[0].job.key.value, 7);
  answer();
  EXPECT_THAT(gateway.reported_keys(), ElementsAre(7));
  EXPECT_EQ(worker->in_flight(), 0u);
}

TEST_F(WorkerTest, polls_beside_the_stream_for_what_nobody_pushes) {
  gateway.next_poll_yields({timely(8)});
  start();
  EXPECT_EQ(gateway.streams_open(), 1u);
  EXPECT_THAT(connector->calls, SizeIs(1));
}

TEST_F(WorkerTest, only_polls_when_streaming_is_off) {
  start({.streaming = false});
  EXPECT_EQ(gateway.streams_open(), 0u);
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
}

TEST_F(WorkerTest, drops_a_job_whose_lock_has_run_out) {
  start();
  Job late = timely(7);
  clock.advance(61s);
  push(std::move(late));
  EXPECT_THAT(connector->calls, IsEmpty());
  EXPECT_THAT(gateway.reports(), IsEmpty());
}

TEST_F(WorkerTest, polls_again_after_jobs_that_came_too_late) {
  Job late = timely(7);
  clock.advance(61s);
  gateway.next_poll_yields({late, late, late, late});
  start({.streaming = false, .max_jobs_active = 4});
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
}

TEST_F(WorkerTest, polls_again_after_jobs_that_ended_without_a_report) {
  gateway.next_poll_yields({timely(1), timely(2), timely(3), timely(4)});
  start({.streaming = false, .max_jobs_active = 4});
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
  advance(60s);
  advance(outbound::Settings{}.cancel_grace);
  EXPECT_THAT(gateway.reports(), IsEmpty());
  EXPECT_EQ(gateway.polls_in_flight(), 1u);
}

TEST_F(WorkerTest, runs_a_job_that_is_pushed_twice_and_takes_the_second_answer_as_it_comes) {
  start();
  push(timely(7));
  push(timely(7));
  answer();
  gateway.next_report_fails_with(Fault::NotFound);
  answer();
  EXPECT_EQ(worker->in_flight(), 0u);
  EXPECT_THAT(gateway.reported_keys(), ElementsAre(7, 7));
}

TEST_F(WorkerTest, opens_a_job_type_that_a_plugin_brings_and_closes_one_that_goes) {
  start();
  auto other = std::make_shared<test::TestConnector>("other:1");
  catalogs.publish(test::catalog_of({other}));
  settle();
  EXPECT_EQ(gateway.streams_open(), 1u);
  EXPECT_EQ(gateway.last_stream().type.text, "other:1");
}

TEST_F(WorkerTest, keeps_its_stream_when_a_new_generation_asks_for_the_same) {
  start();
  catalogs.publish(test::catalog_of({std::make_shared<test::TestConnector>(kType)}));
  settle();
  EXPECT_EQ(gateway.streams_seen(), 1u);
}

TEST_F(WorkerTest, hands_back_a_job_whose_connector_has_gone) {
  start();
  gateway.push(timely(7));
  gateway_threads.run_all();
  catalogs.publish(std::make_shared<const loader::Catalog>());
  settle();
  ASSERT_THAT(gateway.reports(), SizeIs(1));
  EXPECT_EQ(std::get<Failed>(gateway.reports()[0].what).retries, 3);
}

TEST_F(WorkerTest, asks_for_nothing_more_after_a_drain) {
  start();
  EXPECT_TRUE(worker->drain(Deadline::in(1s, clock)));
  settle();
  EXPECT_EQ(gateway.streams_open(), 0u);
  EXPECT_EQ(gateway.polls_in_flight(), 0u);
}

TEST_F(WorkerTest, tells_connectors_to_stop_when_a_drain_takes_too_long_and_hands_their_jobs_back) {
  start();
  push(timely(7));
  EXPECT_FALSE(worker->drain(Deadline(TimePoint{})));
  settle();
  ASSERT_THAT(connector->cancels, SizeIs(1));
  EXPECT_EQ(connector->cancels[0].reason, loader::CancelReason::Shutdown);
  answer({.kind = loader::ConnectorOutcome::Kind::Cancelled});
  ASSERT_THAT(gateway.reports(), SizeIs(1));
  EXPECT_EQ(std::get<Failed>(gateway.reports()[0].what).retries, 3);
}

}  // namespace
}  // namespace jackfield::worker
