#include <gmock/gmock.h>

#include "outbound_fixture.hpp"

namespace jackfield::outbound {
namespace {

using loader::CancelReason;
using loader::ConnectorOutcome;
using testing::HasSubstr;
using testing::SizeIs;
using Kind = ConnectorOutcome::Kind;

TEST_F(OutboundTest, completes_a_job_without_variables_when_no_header_asks_for_the_response) {
  run(job());
  answer({.json = R"({"ok":true})"});
  EXPECT_EQ(std::get<Completed>(*last).variables, "");
}

TEST_F(OutboundTest, puts_the_response_into_the_result_variable) {
  run_with({{"resultVariable", "my result"}});
  answer({.json = R"({"ok":true})"});
  EXPECT_EQ(std::get<Completed>(*last).variables, R"({"my result":{"ok":true}})");
}

TEST_F(OutboundTest, ends_once_and_gives_everything_back) {
  run(job());
  answer({});
  EXPECT_EQ(ended, 1);
  EXPECT_EQ(outbound.in_flight(), 0u);
  EXPECT_EQ(gate->inside(), 0u);
  EXPECT_EQ(clock.timers(), 0u);
}

TEST_F(OutboundTest, fails_a_response_that_is_no_json) {
  run_with({{"resultVariable", "result"}});
  answer({.json = "{oops"});
  EXPECT_THAT(failed().message, HasSubstr("response is not JSON"));
}

TEST_F(OutboundTest, does_not_call_the_connector_with_a_malformed_backoff) {
  run_with({{"retryBackoff", "5m"}});
  EXPECT_THAT(connector->calls, SizeIs(0));
  EXPECT_EQ(failed().retries, 0);
  EXPECT_THAT(failed().message,
              HasSubstr("Failed to parse retry backoff header. Expected ISO-8601 duration, e.g. PT5M, got: 5m"));
}

TEST_F(OutboundTest, offers_a_job_again_while_the_connector_is_busy) {
  connector->refusals = {{Fault::Rejected, "busy"}, {Fault::Rejected, "busy"}};
  run(job());
  for (int offers = 0; offers < 2; ++offers) {
    clock.advance(1s);
    executor.run_all();
  }
  EXPECT_THAT(connector->calls, SizeIs(1));
  answer({});
  EXPECT_EQ(ended, 1);
}

TEST_F(OutboundTest, fails_a_job_that_the_connector_refuses_for_good) {
  connector->refusals = {{Fault::Internal, "no more memory"}};
  run(job());
  EXPECT_EQ(failed().retries, 2);
  EXPECT_THAT(failed().message, HasSubstr("no more memory"));
}

TEST_F(OutboundTest, tells_the_connector_to_stop_at_the_deadline_and_still_takes_its_answer) {
  run(job());
  clock.advance(60s);
  executor.run_all();
  ASSERT_THAT(connector->cancels, SizeIs(1));
  EXPECT_EQ(connector->cancels[0].reason, CancelReason::Deadline);
  answer({.kind = Kind::Result});
  EXPECT_TRUE(std::holds_alternative<Completed>(*last));
}

TEST_F(OutboundTest, leaves_a_silent_connectors_job_to_the_engine) {
  run(job());
  clock.advance(60s);
  executor.run_all();
  clock.advance(5s);
  executor.run_all();
  EXPECT_EQ(ended, 1);
  EXPECT_FALSE(last);
  EXPECT_FALSE(connector->answer(ops, {}));
}

TEST_F(OutboundTest, hands_a_job_back_with_its_retries_when_the_host_stops) {
  run(job());
  stop.request_stop();
  executor.run_all();
  ASSERT_THAT(connector->cancels, SizeIs(1));
  EXPECT_EQ(connector->cancels[0].reason, CancelReason::Shutdown);
  answer({.kind = Kind::Cancelled});
  EXPECT_EQ(failed().retries, 3);
  EXPECT_EQ(failed().backoff, 0ms);
}

TEST_F(OutboundTest, hands_a_silent_connectors_job_back_before_the_host_has_to_end) {
  run(job());
  stop.request_stop();
  executor.run_all();
  clock.advance(3s);
  executor.run_all();
  EXPECT_EQ(failed().retries, 3);
}

// What the watchdog does to a job whose connector does not return from execute.
TEST_F(OutboundTest, an_answer_is_reported_though_its_connector_does_not_return) {
  connector->during_execute = [&] {
    connector->answer(ops, {.kind = loader::ConnectorOutcome::Kind::Result, .json = "1"});
    ops.tell_hung(connector->calls.back().op);
  };
  run(job());
  EXPECT_EQ(ended, 1);
}

TEST_F(OutboundTest, a_job_whose_connector_does_not_return_is_told_to_stop_at_its_deadline_and_then_left) {
  int ended_inside = -1;
  connector->during_execute = [&] {
    ops.tell_hung(connector->calls.back().op);
    executor.run_all();
    clock.advance(60s);
    executor.run_all();
    EXPECT_EQ(connector->cancels.size(), 1U);
    clock.advance(5s);
    executor.run_all();
    ended_inside = ended;
  };
  run(job());
  EXPECT_EQ(ended_inside, 1);
  EXPECT_FALSE(last);
  EXPECT_EQ(ended, 1) << "and is not ended again when the connector returns";
  EXPECT_FALSE(connector->answer(ops, {}));
}

TEST_F(OutboundTest, an_answer_that_comes_from_elsewhere_while_its_connector_does_not_return_is_reported) {
  int ended_inside = -1;
  connector->during_execute = [&] {
    ops.tell_hung(connector->calls.back().op);
    executor.run_all();
    connector->answer(ops, {.kind = loader::ConnectorOutcome::Kind::Result, .json = "1"});
    executor.run_all();
    ended_inside = ended;
  };
  run(job());
  EXPECT_EQ(ended_inside, 1);
  EXPECT_EQ(ended, 1);
}

TEST_F(OutboundTest, calls_a_blocking_connector_on_the_blocking_pool) {
  serve_blocking();
  run(job());
  EXPECT_THAT(connector->calls, SizeIs(0));
  blocking.run_all();
  EXPECT_THAT(connector->calls, SizeIs(1));
  answer({});
  EXPECT_EQ(ended, 1);
}

TEST_F(OutboundTest, tells_a_connector_that_blocks_to_stop_while_it_is_inside) {
  serve_blocking();
  connector->during_execute = [this] {
    clock.advance(60s);
    executor.run_all();
  };
  run(job());
  blocking.run_all();
  ASSERT_THAT(connector->cancels, SizeIs(1));
  EXPECT_EQ(connector->cancels[0].reason, CancelReason::Deadline);
}

TEST_F(OutboundTest, gives_up_a_connector_that_blocks_although_it_never_returned) {
  serve_blocking();
  connector->during_execute = [this] {
    clock.advance(60s);
    executor.run_all();
    clock.advance(5s);
    executor.run_all();
    EXPECT_EQ(ended, 1);
  };
  run(job());
  blocking.run_all();
  EXPECT_EQ(ended, 1);
  EXPECT_FALSE(last);
}

TEST_F(OutboundTest, ends_on_the_executor_what_a_connector_that_blocks_refused) {
  serve_blocking();
  connector->refusals = {{Fault::Internal, "no more memory"}};
  run(job());
  blocking.run_all();
  EXPECT_EQ(ended, 0);
  executor.run_all();
  EXPECT_EQ(failed().retries, 2);
}

TEST_F(OutboundTest, does_not_call_a_connector_whose_thread_came_free_too_late) {
  serve_blocking();
  run(job());
  clock.advance(60s);
  blocking.run_all();
  executor.run_all();
  EXPECT_THAT(connector->calls, SizeIs(0));
  EXPECT_EQ(ended, 1);
  EXPECT_FALSE(last);
}

TEST_F(OutboundTest, hands_back_a_job_that_still_waited_for_a_busy_connector_when_the_host_stops) {
  connector->refusals = {{Fault::Rejected, "busy"}};
  run(job());
  stop.request_stop();
  clock.advance(1s);
  executor.run_all();
  EXPECT_THAT(connector->calls, SizeIs(0));
  EXPECT_EQ(failed().retries, 3);
}

TEST_F(OutboundTest, keeps_nothing_for_a_connector_that_answers_while_it_is_told_to_stop) {
  connector->during_cancel = [this] { connector->answer(ops, {.kind = Kind::Cancelled}); };
  run(job());
  clock.advance(60s);
  executor.run_all();
  EXPECT_EQ(ended, 1);
  EXPECT_EQ(clock.timers(), 0u);
  EXPECT_EQ(gate->inside(), 0u);
}

TEST_F(OutboundTest, hands_an_ad_hoc_answer_on) {
  run(job());
  answer(
      {.kind = Kind::AdHoc,
       .json =
           R"({"variables":{"a":1},"elements":[{"elementId":"tool","variables":{"b":2}}],"conditionFulfilled":true})"});
  const auto& completed = std::get<Completed>(*last);
  EXPECT_EQ(completed.variables, R"({"a":1})");
  ASSERT_TRUE(completed.ad_hoc);
  EXPECT_EQ(completed.ad_hoc->elements.at(0).element_id, "tool");
  EXPECT_TRUE(completed.ad_hoc->is_completion_condition_fulfilled);
}

TEST_F(OutboundTest, tells_a_connector_that_cares_how_the_report_ended) {
  run_answered({}, {.cookie = 42});
  ASSERT_TRUE(acknowledge);
  acknowledge(Failure{Fault::NotFound, "no such job"});
  EXPECT_THAT(connector->acknowledged, testing::ElementsAre(std::pair(std::uint64_t{42}, false)));
}

}  // namespace
}  // namespace jackfield::outbound
