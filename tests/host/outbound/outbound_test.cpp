#include "outbound/outbound.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/inline_executor.hpp"
#include "support/manual_clock.hpp"
#include "support/test_connector.hpp"

namespace jackfield::outbound {
namespace {

using loader::CancelReason;
using loader::ConnectorOutcome;
using testing::HasSubstr;
using testing::SizeIs;
using Kind = ConnectorOutcome::Kind;

class OutboundTest : public testing::Test {
 protected:
  OutboundTest() { catalogs.publish(test::catalog_of({connector}, gate)); }

  Job job() { return {.key = {7}, .type = {"echo:1"}, .retries = 3, .deadline = Deadline::in(60s, clock)}; }

  void run(Job job) {
    outbound.run(std::move(job), *catalogs.lease({"echo:1"}), stop.get_token(),
                 [this](std::optional<JobOutcome> outcome) {
                   ++ended;
                   last = std::move(outcome);
                 });
  }

  void run_with_header(std::string name, std::string value) {
    Job with_header = job();
    with_header.custom_headers = "{\"" + name + "\":\"" + value + "\"}";
    run(std::move(with_header));
  }

  void serve_blocking() {
    connector = std::make_shared<test::TestConnector>("echo:1", loader::ExecutionMode::Blocking);
    catalogs.publish(test::catalog_of({connector}, gate));
  }

  void answer(ConnectorOutcome outcome) {
    connector->answer(ops, std::move(outcome));
    executor.run_all();
  }

  const Failed& failed() { return std::get<Failed>(*last); }

  test::ManualClock clock;
  test::InlineExecutor executor;
  test::InlineExecutor blocking;
  metrics::Registry metrics;
  loader::OpTable ops;
  loader::CatalogSlot catalogs;
  std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  std::shared_ptr<test::TestConnector> connector = std::make_shared<test::TestConnector>("echo:1");
  std::stop_source stop;
  Outbound outbound{{.cancel_grace = 5s, .stop_grace = 3s}, {ops, executor, blocking, clock, clock, {}, metrics}};
  int ended = 0;
  std::optional<JobOutcome> last;
};

TEST_F(OutboundTest, completes_a_job_without_variables_when_no_header_asks_for_the_response) {
  run(job());
  answer({.json = R"({"ok":true})"});
  EXPECT_EQ(std::get<Completed>(*last).variables, "");
}

TEST_F(OutboundTest, puts_the_response_into_the_result_variable) {
  run_with_header("resultVariable", "my result");
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
  run_with_header("resultVariable", "result");
  answer({.json = "{oops"});
  EXPECT_THAT(failed().message, HasSubstr("response is not JSON"));
}

TEST_F(OutboundTest, does_not_call_the_connector_with_a_malformed_backoff) {
  run_with_header("retryBackoff", "5m");
  EXPECT_THAT(connector->calls, SizeIs(0));
  EXPECT_EQ(failed().retries, 0);
  EXPECT_THAT(failed().message,
              HasSubstr("Failed to parse retry backoff header. Expected ISO-8601 duration, e.g. PT5M, got: 5m"));
}

TEST_F(OutboundTest, refuses_to_ignore_an_expression_that_it_cannot_evaluate) {
  run_with_header("resultExpression", "=response.body");
  EXPECT_THAT(connector->calls, SizeIs(0));
  EXPECT_THAT(failed().message, HasSubstr("resultExpression"));
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

}  // namespace
}  // namespace jackfield::outbound
