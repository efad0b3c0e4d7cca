#include <gmock/gmock.h>

#include "outbound_fixture.hpp"

namespace jackfield::outbound {
namespace {

using loader::CancelReason;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class JobTimeout : public OutboundTest {
 protected:
  void run_for(const std::string& timeout) { run_with({{"jobTimeout", timeout}, {"retryBackoff", "PT1M"}}); }
};

TEST_F(JobTimeout, is_set_before_the_connector_runs) {
  locks.is_silent = true;
  run_for("PT10M");
  EXPECT_THAT(locks.asked, ElementsAre(10min));
  EXPECT_THAT(connector->calls, IsEmpty());
}

TEST_F(JobTimeout, is_the_connectors_deadline) {
  run_for("PT10M");
  ASSERT_THAT(connector->calls, SizeIs(1));
  EXPECT_EQ(connector->calls[0].job.deadline, Deadline::in(10min, clock));
  answer({});
  EXPECT_EQ(report_by, Deadline::in(10min, clock));
  EXPECT_EQ(clock.timers(), 0u);
}

TEST_F(JobTimeout, that_cannot_be_had_is_reported_while_the_job_is_ours) {
  run_for("not-a-duration");
  EXPECT_EQ(report_by, Deadline::in(60s, clock));
  locks.answers.push_back(Failure{Fault::NotFound, "no such job"});
  run_for("PT10M");
  EXPECT_EQ(report_by, Deadline::in(60s, clock));
}

TEST_F(JobTimeout, keeps_the_earlier_deadline_when_the_cluster_is_away) {
  locks.answers.push_back(Failure{Fault::Unavailable, "no connection"});
  run_for("PT10M");
  ASSERT_THAT(connector->calls, SizeIs(1));
  EXPECT_EQ(connector->calls[0].job.deadline, Deadline::in(60s, clock));
}

TEST_F(JobTimeout, that_the_engine_refuses_costs_a_retry) {
  locks.answers.push_back(Failure{Fault::NotFound, "no such job"});
  run_for("PT10M");
  EXPECT_THAT(connector->calls, IsEmpty());
  EXPECT_EQ(failed().retries, 2);
  EXPECT_EQ(failed().backoff, 1min);
}

TEST_F(JobTimeout, that_has_passed_when_it_is_granted_keeps_the_connector_from_being_called) {
  Job given = job();
  given.custom_headers = R"({"jobTimeout":"PT0.001S"})";
  struct LateLocks final : JobLocks {
    explicit LateLocks(test::ManualClock& the_clock) : clock(the_clock) {}
    void extend(const Job&, milliseconds, UniqueFunction<void(Result<void>)> done) override {
      clock.advance(1s);
      done({});
    }
    test::ManualClock& clock;
  } late(clock);
  Outbound strict({}, {ops, executor, blocking, clock, clock, {}, metrics, secrets, nullptr, &late});
  strict.run(std::move(given), *catalogs.lease({"echo:1"}), {},
             [this](Ending ending) { last = std::move(ending.outcome); });
  executor.run_all();
  EXPECT_THAT(connector->calls, IsEmpty());
  EXPECT_THAT(failed().message, HasSubstr("Job timeout deadline already elapsed"));
  EXPECT_EQ(error()["type"], "java.lang.IllegalStateException");
}

// The lock is 60 s long and renewed up to one hour.
class LockRenewal : public OutboundTest {
 protected:
  void pass(milliseconds time) {
    for (milliseconds passed = 0ms; passed < time; passed += 1s) {
      clock.advance(1s);
      executor.run_all();
    }
  }

  Outbound patient{{.cancel_grace = 5s},
                   {ops, executor, blocking, clock, clock, {}, metrics, secrets, nullptr, &locks}};

  void start(const Headers& headers = {}) {
    Job given = job();
    given.custom_headers = nlohmann::json(headers).dump();
    patient.run(std::move(given), *catalogs.lease({"echo:1"}), stop.get_token(), [this](Ending ending) {
      ++ended;
      last = std::move(ending.outcome);
      report_by = ending.report_by;
    });
    executor.run_all();
  }
};

TEST_F(LockRenewal, lets_a_call_of_twelve_minutes_run_once) {
  start();
  pass(12min);
  EXPECT_THAT(connector->cancels, IsEmpty());
  EXPECT_THAT(locks.asked, SizeIs(18));
  answer({});
  EXPECT_TRUE(last);
  EXPECT_GT(report_by, Deadline::in(0s, clock));
  EXPECT_EQ(clock.timers(), 0u);
}

TEST_F(LockRenewal, tells_the_connector_how_long_it_may_take_in_all) {
  start();
  EXPECT_EQ(connector->calls.at(0).job.deadline, Deadline::in(1h, clock));
}

TEST_F(LockRenewal, ends_at_the_longest_execution) {
  start();
  pass(1h);
  ASSERT_THAT(connector->cancels, SizeIs(1));
  EXPECT_EQ(connector->cancels[0].reason, CancelReason::Deadline);
}

TEST_F(LockRenewal, is_tried_again_while_the_lock_lasts) {
  locks.answers.push_back(Failure{Fault::Unavailable, "no connection"});
  locks.answers.push_back(Failure{Fault::Unavailable, "no connection"});
  start();
  pass(59s);
  EXPECT_THAT(locks.asked, SizeIs(3));
  EXPECT_THAT(connector->cancels, IsEmpty());
}

TEST_F(LockRenewal, gives_up_a_job_that_the_engine_has_no_use_for) {
  locks.answers.push_back(Failure{Fault::NotFound, "no such job"});
  start();
  pass(41s);
  ASSERT_THAT(connector->cancels, SizeIs(1));
  EXPECT_EQ(connector->cancels[0].reason, CancelReason::JobGone);
}

TEST_F(LockRenewal, stops_the_connector_when_the_lock_could_not_be_kept) {
  for (int i = 0; i < 100; ++i) locks.answers.push_back(Failure{Fault::Unavailable, "no connection"});
  start();
  pass(61s);
  ASSERT_THAT(connector->cancels, SizeIs(1));
  EXPECT_EQ(connector->cancels[0].reason, CancelReason::Deadline);
}

TEST_F(LockRenewal, leaves_alone_what_the_model_fixed) {
  start({{"jobTimeout", "PT2M"}});
  pass(2min);
  EXPECT_THAT(locks.asked, ElementsAre(2min));
  EXPECT_THAT(connector->cancels, SizeIs(1));
}

TEST_F(LockRenewal, gives_a_connector_the_time_it_asks_for) {
  start({{"jobTimeout", "PT2M"}});
  EXPECT_TRUE(ops.extend({1}, connector->calls.at(0).op, 10min));
  executor.run_all();
  pass(9min);
  EXPECT_THAT(connector->cancels, IsEmpty());
  EXPECT_FALSE(ops.extend({2}, connector->calls.at(0).op, 10min));
}

}  // namespace
}  // namespace jackfield::outbound
