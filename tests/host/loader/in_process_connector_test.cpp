#include "loader/in_process_connector.hpp"

#include <gmock/gmock.h>
#include <jackfield/outbound.h>

#include <stdexcept>

namespace jackfield::loader {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class NobodyListens final : public OpListener {
  void on_outcome(ConnectorOutcome) noexcept override {}
};

// A plugin that is nothing but a table in this test.
struct FakePlugin {
  jf_status answer = JF_OK;
  bool throws = false;
  const jf_job* job = nullptr;
  std::vector<std::pair<jf_op, std::uint32_t>> cancels;
  std::vector<std::tuple<std::uint64_t, jf_status, std::string>> acknowledged;

  static FakePlugin& of(void* self) { return *static_cast<FakePlugin*>(self); }

  static jf_status execute(void* self, jf_op, const jf_job* job) {
    of(self).job = job;
    if (of(self).throws) throw std::runtime_error("on purpose");
    return of(self).answer;
  }
  static void cancel(void* self, jf_op op, std::uint32_t reason) {
    of(self).cancels.emplace_back(op, reason);
    if (of(self).throws) throw 7;
  }
  static void on_ack(void* self, std::uint64_t cookie, jf_status status, jf_str detail) {
    of(self).acknowledged.emplace_back(cookie, status,
                                       std::string(detail.ptr == nullptr ? "" : detail.ptr, detail.len));
  }
};

class CountsStrikes final : public LifecycleListener {
 public:
  void on_stopped(GenerationId, std::uint64_t) noexcept override {}
  void on_restart_requested(GenerationId, std::string) noexcept override {}
  void on_strike(GenerationId, Strike) noexcept override { ++count; }

  int count = 0;
};

class InProcessConnectorTest : public ::testing::Test {
 protected:
  std::string text(jf_str shown) const { return {shown.ptr, shown.len}; }

  FakePlugin plugin;
  const jf_outbound table{sizeof(jf_outbound), 0, &FakePlugin::execute, &FakePlugin::cancel};
  const jf_outbound_ack ack{sizeof(jf_outbound_ack), 0, &FakePlugin::on_ack};
  OpTable ops;
  CountsStrikes strikes;
  InProcessConnector connector{
      {.type = {"t:1"}, .plugin_id = "p", .generation = {1}}, {&plugin, &table, &ack, 3}, {ops, strikes, {}}};
  Job job{.key = {11},
          .type = {"t:1"},
          .variables = R"({"a":1})",
          .custom_headers = "{}",
          .retries = 3,
          .deadline = Deadline(TimePoint{5s})};
  const OpId op = ops.open({1}, std::make_shared<NobodyListens>());
};

TEST_F(InProcessConnectorTest, the_plugin_sees_the_job_as_the_interface_says) {
  ASSERT_TRUE(connector.execute(op, job));
  ASSERT_NE(plugin.job, nullptr);
  EXPECT_EQ(plugin.job->struct_size, sizeof(jf_job));
  EXPECT_EQ(plugin.job->connector, 3U);
  EXPECT_EQ(text(plugin.job->type), "t:1");
  EXPECT_EQ(text(plugin.job->variables_json), R"({"a":1})");
  EXPECT_EQ(plugin.job->job_key, 11);
  EXPECT_EQ(plugin.job->retries, 3);
  EXPECT_EQ(plugin.job->deadline_mono_ns, 5'000'000'000U);
  EXPECT_EQ(plugin.job->lease_token.ptr, nullptr) << "absent";
}

TEST_F(InProcessConnectorTest, the_job_stays_after_execute_returned) {
  ASSERT_TRUE(connector.execute(op, job));
  EXPECT_EQ(text(plugin.job->variables_json), R"({"a":1})");
  EXPECT_EQ(plugin.job, static_cast<const void*>(ops.scratch(op).data()));
}

TEST_F(InProcessConnectorTest, busy_is_rejected_and_may_be_offered_again) {
  plugin.answer = JF_ERR_BUSY;
  const Result<void> admitted = connector.execute(op, job);
  ASSERT_FALSE(admitted);
  EXPECT_EQ(admitted.failure(), (Failure{Fault::Rejected, "connector p refused the job: JF_ERR_BUSY"}));
}

TEST_F(InProcessConnectorTest, what_it_throws_becomes_a_failure_and_a_strike) {
  plugin.throws = true;
  const Result<void> admitted = connector.execute(op, job);
  ASSERT_FALSE(admitted);
  EXPECT_EQ(admitted.failure().message, "JFP-0123: connector p threw in execute: on purpose");
  connector.cancel(op, CancelReason::Drain);
  EXPECT_EQ(strikes.count, 2);
}

TEST_F(InProcessConnectorTest, cancelling_passes_the_reason_on) {
  connector.cancel(op, CancelReason::JobGone);
  EXPECT_THAT(plugin.cancels, ElementsAre(std::pair<jf_op, std::uint32_t>(op.value, JF_CANCEL_JOB_GONE)));
}

TEST_F(InProcessConnectorTest, the_plugin_hears_how_the_report_of_its_answer_ended) {
  connector.acknowledge(42, {});
  connector.acknowledge(43, Failure{Fault::NotFound, "no such job"});
  const std::vector<std::tuple<std::uint64_t, jf_status, std::string>> expected{
      {42, JF_OK, ""}, {43, JF_ERR_NOT_FOUND, R"({"reason":"no such job"})"}};
  EXPECT_EQ(plugin.acknowledged, expected);
}

}  // namespace
}  // namespace jackfield::loader
