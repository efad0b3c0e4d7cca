#include "worker/job_counts.hpp"

#include <gmock/gmock.h>

#include "support/manual_clock.hpp"
#include "support/worker_fixture.hpp"

namespace jackfield::worker {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kFromTemplate = R"({"elementTemplateId":"io.example.Rest","elementTemplateVersion":"7"})";

class JobCountsTest : public testing::Test {
 protected:
  void run_one(const std::string& headers, milliseconds takes, JobOutcome outcome, JobCounts::Kind kind) {
    counts.on_received();
    JobCounts::Template& made_from = counts.on_started(headers);
    const TimePoint started = clock.now();
    clock.advance(takes);
    counts.on_ended(made_from, started, &outcome);
    counts.on_accepted(made_from, kind);
  }

  test::ManualClock clock;
  metrics::Registry metrics;
  JobCounts counts{JobType{"test:job:1"}, metrics, clock};
};

TEST_F(JobCountsTest, tell_jobs_apart_by_the_template_that_their_headers_name) {
  run_one(kFromTemplate, 10ms, Completed{}, JobCounts::Kind::Completed);
  run_one("{}", 10ms, Completed{}, JobCounts::Kind::Completed);
  run_one("no JSON with elementTemplateId", 10ms, Completed{}, JobCounts::Kind::Completed);

  const std::string text = metrics.render();
  EXPECT_THAT(text, HasSubstr("camunda_connector_outbound_invocations_total{action=\"completed\",elementTemplateId="
                              "\"io.example.Rest\",elementTemplateVersion=\"7\",type=\"test:job:1\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("camunda_connector_outbound_invocations_total{action=\"completed\",elementTemplateId="
                              "\"unknown\",elementTemplateVersion=\"unknown\",type=\"test:job:1\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("camunda_connector_outbound_execution_time_seconds_count{elementTemplateId=\"io.example."
                              "Rest\",elementTemplateVersion=\"7\",type=\"test:job:1\"} 1\n"));
}

TEST_F(JobCountsTest, keep_the_number_of_templates_small) {
  for (int i = 0; i < 300; ++i) {
    counts.on_started(R"({"elementTemplateId":"t)" + std::to_string(i) + R"(","elementTemplateVersion":"1"})");
  }
  const std::string text = metrics.render();
  EXPECT_THAT(text, HasSubstr("elementTemplateId=\"t199\""));
  EXPECT_THAT(text, Not(HasSubstr("elementTemplateId=\"t200\"")));
  EXPECT_THAT(text, HasSubstr("action=\"activated\",elementTemplateId=\"other\",elementTemplateVersion=\"other\",type="
                              "\"test:job:1\"} 100\n"));
}

TEST_F(JobCountsTest, sum_up_for_people) {
  run_one("{}", 10ms, Completed{}, JobCounts::Kind::Completed);
  run_one("{}", 30ms, Failed{}, JobCounts::Kind::Failed);
  const WallTime last_failed = clock.wall_now();
  run_one("{}", 20ms, BpmnError{}, JobCounts::Kind::Thrown);
  counts.on_received();
  counts.on_stream_recreated();

  const Tally tally = counts.tally();
  EXPECT_EQ(tally.type.text, "test:job:1");
  EXPECT_EQ(tally.received, 4u);
  EXPECT_EQ(tally.handled, 3u);
  EXPECT_EQ(tally.completed, 1u);
  EXPECT_EQ(tally.failed, 1u);
  EXPECT_EQ(tally.thrown, 1u);
  EXPECT_EQ(tally.streams_recreated, 1u);
  EXPECT_EQ(tally.total_time, 60ms);
  EXPECT_EQ(tally.longest_time, 30ms);
  EXPECT_EQ(tally.last_failed, last_failed);
}

TEST_F(JobCountsTest, show_times_of_events_only_once_they_happened) {
  EXPECT_THAT(metrics.render(), Not(HasSubstr("camunda_connector_outbound_last_")));
  run_one("{}", 10ms, Failed{}, JobCounts::Kind::Failed);
  EXPECT_THAT(metrics.render(), HasSubstr("camunda_connector_outbound_last_failed{type=\"test:job:1\"} "));
  EXPECT_THAT(metrics.render(), Not(HasSubstr("camunda_connector_outbound_last_completed")));
}

TEST_F(JobCountsTest, forget_the_longest_lately_after_two_minutes) {
  const std::string name =
      "camunda_connector_outbound_execution_time_seconds_max{elementTemplateId=\"unknown\",elementTemplateVersion="
      "\"unknown\",type=\"test:job:1\"} ";
  run_one("{}", 30s, Completed{}, JobCounts::Kind::Completed);
  run_one("{}", 1s, Completed{}, JobCounts::Kind::Completed);
  EXPECT_THAT(metrics.render(), HasSubstr(name + "30\n"));
  clock.advance(3min);
  run_one("{}", 1s, Completed{}, JobCounts::Kind::Completed);
  EXPECT_THAT(metrics.render(), HasSubstr(name + "1\n"));
  EXPECT_THAT(metrics.render(),
              HasSubstr("camunda_connector_outbound_max_execution_time{type=\"test:job:1\"} 30000\n"));
}

class WorkerTalliesTest : public test::WorkerFixture {};

TEST_F(WorkerTalliesTest, follow_a_job_to_its_accepted_report) {
  Worker worker({}, with());
  worker.start();
  settle();
  ASSERT_TRUE(gateway.push(test::job(1)));
  settle();
  ASSERT_EQ(worker.tallies().size(), 1u);
  EXPECT_EQ(worker.tallies()[0].received, 1u);
  EXPECT_EQ(worker.tallies()[0].handled, 0u);
  answer();
  EXPECT_EQ(worker.tallies()[0].handled, 1u);
  EXPECT_EQ(worker.tallies()[0].completed, 1u);
}

}  // namespace
}  // namespace jackfield::worker
