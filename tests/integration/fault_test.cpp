#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "integration/worker_graph.hpp"
#include "support/scripted_gateway.hpp"
#include "support/tcp_relay.hpp"

namespace jackfield {
namespace {

using test::job;
using test::ScriptedGateway;
using test::Seen;
using test::SeenCommand;
using test::WorkerGraph;
using testing::Each;
using testing::Pair;
using testing::SizeIs;

constexpr int kLoad = 300;

// Keys of the jobs that the engine was told to be complete.
std::set<std::int64_t> completed(const Seen& seen) {
  std::set<std::int64_t> keys;
  for (const SeenCommand& command : seen.commands) {
    if (command.rpc == "CompleteJob") keys.insert(command.job_key);
  }
  return keys;
}

std::size_t reports_of(std::int64_t key, const Seen& seen) {
  return static_cast<std::size_t>(std::count_if(seen.commands.begin(), seen.commands.end(),
                                                [&](const SeenCommand& it) { return it.job_key == key; }));
}

class FaultTest : public testing::Test {
 protected:
  // The worker reaches the gateway over a wire that can be broken.
  WorkerGraph& host(worker::Settings settings = {}, milliseconds job_takes = 0ms) {
    settings.slowest_poll = 500ms;
    graph.emplace(wire.address(), std::move(settings));
    graph->connector->answers_after(job_takes);
    graph->start();
    EXPECT_TRUE(gateway.wait_until([](const Seen& seen) { return seen.streams_open == 1; }));
    return *graph;
  }

  void push(std::int64_t from, std::int64_t to) {
    for (std::int64_t key = from; key <= to; ++key) gateway.push(job(key));
  }

  bool wait_for_completed(std::size_t count) {
    return gateway.wait_until([&](const Seen& seen) { return completed(seen).size() >= count; });
  }

  bool wait_for_another_stream() {
    const std::size_t known = ++streams_known;
    return gateway.wait_until([&](const Seen& seen) { return seen.streams.size() > known && seen.streams_open == 1; });
  }

  // A last job through the stream that works; what has not come before it was lost with the one that broke.
  void recover(std::int64_t last) {
    gateway.push(job(last));
    ASSERT_TRUE(gateway.wait_until([&](const Seen& seen) { return completed(seen).contains(last); }));
    hand_out_again_what_never_arrived(last);
    ASSERT_TRUE(wait_for_completed(static_cast<std::size_t>(last)));
  }

  // What an engine does when locks run out: jobs that were lost on the way are handed out again, to pollers.
  void hand_out_again_what_never_arrived(std::int64_t last) {
    const auto ran = graph->connector->executions();
    for (std::int64_t key = 1; key <= last; ++key) {
      if (!ran.contains(key)) gateway.enqueue({job(key)});
    }
  }

  // Everything ran once, and the engine has accepted one report of each.
  void expect_once_each(std::size_t count) {
    EXPECT_TRUE(graph->stop(Deadline::in(10s, system_clock())));
    EXPECT_THAT(graph->connector->executions(), SizeIs(count));
    EXPECT_THAT(graph->connector->executions(), Each(Pair(testing::_, 1)));
    EXPECT_EQ(graph->reports("accepted"), static_cast<double>(count));
  }

  ScriptedGateway gateway;
  test::TcpRelay wire{gateway.port()};
  std::optional<WorkerGraph> graph;
  std::size_t streams_known = 0;
};

TEST_F(FaultTest, resumes_when_the_gateway_was_killed_and_started_again_mid_load) {
  host({}, 5ms);
  push(1, kLoad);
  ASSERT_TRUE(wait_for_completed(kLoad / 3));
  gateway.stop();
  gateway.start();
  ASSERT_TRUE(wait_for_another_stream());
  recover(kLoad + 1);
  expect_once_each(kLoad + 1);
}

TEST_F(FaultTest, resumes_each_time_that_its_connections_are_reset_mid_load) {
  host({}, 5ms);
  std::int64_t last = 0;
  for (int round = 0; round < 3; ++round) {
    push(last + 1, last + kLoad);
    ASSERT_TRUE(wait_for_completed(static_cast<std::size_t>(last + kLoad / 3)));
    wire.cut();
    ASSERT_TRUE(wait_for_another_stream());
    last += kLoad + 1;
    recover(last);
  }
  expect_once_each(static_cast<std::size_t>(last));
}

TEST_F(FaultTest, leaves_a_stream_that_is_half_open) {
  host();
  push(1, 10);
  ASSERT_TRUE(wait_for_completed(10));
  wire.freeze();
  push(11, 20);  // into the void: the gateway believes that they were taken
  wire.thaw();
  ASSERT_TRUE(gateway.wait_until([](const Seen& seen) { return seen.streams.size() == 2; }));
  hand_out_again_what_never_arrived(20);
  ASSERT_TRUE(wait_for_completed(20));
  expect_once_each(20);
}

TEST_F(FaultTest, opens_a_stream_again_that_ended_without_an_error) {
  host();
  gateway.end_streams();
  ASSERT_TRUE(gateway.wait_until([](const Seen& seen) { return seen.streams.size() == 2; }));
  push(1, 10);
  ASSERT_TRUE(wait_for_completed(10));
  expect_once_each(10);
}

TEST_F(FaultTest, keeps_asking_a_cluster_that_is_too_busy) {
  for (int i = 0; i < 3; ++i) {
    gateway.next_answer("ActivateJobs", grpc::RESOURCE_EXHAUSTED, "busy");
    gateway.next_answer("StreamActivatedJobs", grpc::RESOURCE_EXHAUSTED, "busy");
  }
  host();
  ASSERT_TRUE(gateway.wait_until([](const Seen& seen) { return seen.polls.size() > 3 && seen.streams.size() > 3; }));
  push(1, 10);
  ASSERT_TRUE(wait_for_completed(10));
  expect_once_each(10);
}

TEST_F(FaultTest, runs_a_job_once_although_its_report_is_refused_twice) {
  gateway.next_answer("CompleteJob", grpc::UNAVAILABLE);
  gateway.next_answer("CompleteJob", grpc::RESOURCE_EXHAUSTED);
  host();
  push(1, 1);
  ASSERT_TRUE(gateway.wait_until([](const Seen& seen) { return reports_of(1, seen) == 3; }));
  expect_once_each(1);
  EXPECT_EQ(graph->reports("retried"), 2);
}

TEST_F(FaultTest, repeats_a_report_that_nobody_answers) {
  gateway.fall_silent();
  host({.report_timeout = 300ms});
  push(1, 1);
  ASSERT_TRUE(gateway.wait_until([](const Seen& seen) { return reports_of(1, seen) == 2; }));
  gateway.speak_again();
  expect_once_each(1);
}

TEST_F(FaultTest, takes_a_report_whose_answer_was_lost_as_done) {
  gateway.next_answer("CompleteJob", grpc::DEADLINE_EXCEEDED);
  gateway.next_answer("CompleteJob", grpc::NOT_FOUND);
  host();
  push(1, 1);
  ASSERT_TRUE(gateway.wait_until([](const Seen& seen) { return reports_of(1, seen) == 2; }));
  EXPECT_TRUE(graph->stop(Deadline::in(10s, system_clock())));
  EXPECT_EQ(reports_of(1, gateway.seen()), 2u);
  EXPECT_EQ(graph->connector->executions().at(1), 1);
}

TEST_F(FaultTest, does_not_repeat_the_report_of_a_job_that_is_gone) {
  gateway.next_answer("CompleteJob", grpc::NOT_FOUND);
  host();
  push(1, 2);
  ASSERT_TRUE(wait_for_completed(2));
  EXPECT_TRUE(graph->stop(Deadline::in(10s, system_clock())));
  EXPECT_EQ(reports_of(1, gateway.seen()), 1u);
  EXPECT_EQ(graph->reports("gone"), 1);
}

TEST_F(FaultTest, loses_no_permit_to_jobs_that_are_pushed_twice) {
  host({.max_jobs_active = 4});
  for (int round = 0; round < 10; ++round) push(1, 2);
  push(3, 50);
  ASSERT_TRUE(wait_for_completed(50));
  EXPECT_TRUE(graph->stop(Deadline::in(10s, system_clock())));
  EXPECT_EQ(graph->reports("accepted"), 68);
}

TEST_F(FaultTest, hands_back_what_a_silent_connector_holds_when_the_host_ends) {
  graph.emplace(wire.address(), worker::Settings{});
  graph->connector->answers_never();
  graph->start();
  push(1, 3);
  ASSERT_TRUE(graph->connector->wait_for(3));
  EXPECT_TRUE(graph->stop(Deadline::in(2s, system_clock())));
  const Seen seen = gateway.seen();
  ASSERT_THAT(seen.commands, SizeIs(3));
  for (const SeenCommand& command : seen.commands) {
    EXPECT_EQ(command.rpc, "FailJob");
    EXPECT_EQ(command.retries, 3);
  }
}

TEST_F(FaultTest, ends_in_time_although_the_gateway_is_gone) {
  host({.hand_back_reserve = 100ms}, 50ms);
  push(1, 20);
  ASSERT_TRUE(gateway.wait_until([](const Seen& seen) { return seen.jobs_written >= 20; }));
  gateway.stop();
  const TimePoint before = system_clock().now();
  graph->stop(Deadline::in(500ms, system_clock()));
  EXPECT_LT(system_clock().now() - before, 3s);
  graph.reset();
  gateway.start();
}

}  // namespace
}  // namespace jackfield
