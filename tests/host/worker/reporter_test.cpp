#include "worker/reporter.hpp"

#include <gmock/gmock.h>

#include "support/worker_fixture.hpp"

namespace jackfield::worker {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class ReporterTest : public test::WorkerFixture {
 protected:
  void report(std::int64_t key, JobOutcome outcome = Completed{}) {
    reporter.report({.job = {{key}, ""},
                     .outcome = std::move(outcome),
                     .retries = 3,
                     .by = Deadline::in(60s, clock),
                     .reported = [this](const Result<void>&) { ++reported; }});
    settle();
  }

  const Settings settings{.max_outstanding_reports = 2};
  const Collaborators collaborators = with();
  Reporter reporter{settings, collaborators};
  int reported = 0;
};

TEST_F(ReporterTest, sends_each_kind_of_outcome_by_its_own_call) {
  report(1, Completed{.variables = "{}"});
  report(2, Failed{.message = "no"});
  report(3, BpmnError{.code = "E"});
  EXPECT_TRUE(std::holds_alternative<Completed>(gateway.reports()[0].what));
  EXPECT_TRUE(std::holds_alternative<Failed>(gateway.reports()[1].what));
  EXPECT_TRUE(std::holds_alternative<BpmnError>(gateway.reports()[2].what));
  EXPECT_EQ(reported, 3);
}

TEST_F(ReporterTest, tries_again_while_the_cluster_is_away) {
  for (int i = 0; i < 5; ++i) gateway.next_report_fails_with(Fault::Unavailable);
  report(1);
  for (int i = 0; i < 5; ++i) advance(5s);
  EXPECT_THAT(gateway.reports(), SizeIs(6));
  EXPECT_EQ(reported, 1);
}

TEST_F(ReporterTest, takes_a_job_that_is_gone_after_a_lost_answer_as_done) {
  gateway.next_report_fails_with(Fault::DeadlineExceeded);
  gateway.next_report_fails_with(Fault::NotFound);
  report(1);
  advance(1s);
  EXPECT_EQ(reported, 1);
  EXPECT_EQ(clock.timers(), 0u);
}

TEST_F(ReporterTest, gives_up_at_the_jobs_deadline) {
  for (int i = 0; i < 100; ++i) gateway.next_report_fails_with(Fault::Unavailable);
  report(1);
  for (int i = 0; i < 30; ++i) advance(5s);
  EXPECT_EQ(reported, 1);
  EXPECT_LT(gateway.reports().size(), 30u);
}

TEST_F(ReporterTest, does_not_repeat_what_is_refused_for_good) {
  gateway.next_report_fails_with(Fault::InvalidInput);
  report(1, Failed{.message = "no"});
  advance(60s);
  EXPECT_THAT(gateway.reported_keys(), ElementsAre(1));
  EXPECT_EQ(reported, 1);
}

TEST_F(ReporterTest, fails_a_job_whose_completion_is_refused_for_good) {
  gateway.next_report_fails_with(Fault::InvalidInput);
  report(1);
  ASSERT_THAT(gateway.reports(), SizeIs(2));
  const auto& failed = std::get<Failed>(gateway.reports()[1].what);
  EXPECT_EQ(failed.retries, 2);
  EXPECT_THAT(failed.message, testing::HasSubstr("did not accept the completion"));
  EXPECT_EQ(reported, 1);
}

TEST_F(ReporterTest, tries_nothing_again_once_the_host_ends) {
  gateway.next_report_fails_with(Fault::Unavailable);
  reporter.stop_trying_again();
  report(1);
  EXPECT_EQ(reported, 1);
  EXPECT_EQ(clock.timers(), 0u);
}

TEST_F(ReporterTest, has_a_bounded_number_of_calls_outstanding) {
  gateway.hold_reports();
  report(1);
  report(2);
  report(3);
  EXPECT_EQ(gateway.reports_in_flight(), 2u);
  gateway.answer_report();
  settle();
  EXPECT_THAT(gateway.reported_keys(), ElementsAre(1, 2, 3));
}

TEST_F(ReporterTest, sends_a_late_outcome_once) {
  clock.advance(60s);
  reporter.report({.job = {{1}, ""},
                   .outcome = Completed{},
                   .retries = 3,
                   .by = Deadline::in(0s, clock),
                   .reported = [this](const Result<void>&) { ++reported; }});
  settle();
  EXPECT_THAT(gateway.reported_keys(), ElementsAre(1));
  EXPECT_GT(gateway.reports().at(0).by, Deadline::in(0s, clock));
}

TEST_F(ReporterTest, leaves_a_refused_completion_to_its_timeout_where_that_is_wanted) {
  Settings as_java = settings;
  as_java.fails_refused_completions = false;
  Reporter patient(as_java, collaborators);
  gateway.next_report_fails_with(Fault::InvalidInput);
  patient.report(
      {.job = {{1}, ""}, .outcome = Completed{}, .retries = 3, .by = Deadline::in(60s, clock), .reported = {}});
  settle();
  EXPECT_THAT(gateway.reported_keys(), ElementsAre(1));
}

}  // namespace
}  // namespace jackfield::worker
