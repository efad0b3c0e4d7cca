#include "loader/retirement.hpp"

#include "loader/registry_fixture.hpp"

namespace jackfield::loader {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

// The slow fixture holds each job until it is cancelled or the plugin is stopped.
class RetirementTest : public RegistryTest {
 protected:
  void SetUp() override {
    RegistryTest::SetUp();
    settle("slow.so", "fixture_slow");
  }

  void delete_file() {
    registry->withdraw(folder / "slow.so");
    executor->run_all();
  }
};

TEST_F(RetirementTest, what_runs_may_finish_while_the_generation_drains) {
  auto execution = execute("fixture:slow:1");
  delete_file();
  EXPECT_EQ(state_of("1.0.0"), "draining");
  EXPECT_FALSE(catalogs.lease({"fixture:slow:1"}));
  pass(29s);
  EXPECT_TRUE(execution->answers.empty());
  EXPECT_TRUE(is_mapped(last_copy));
}

TEST_F(RetirementTest, after_the_drain_timeout_it_is_told_to_stop) {
  auto execution = execute("fixture:slow:1");
  delete_file();
  pass(31s);
  ASSERT_EQ(execution->answers.size(), 1U);
  EXPECT_EQ(execution->answers[0].kind, ConnectorOutcome::Kind::Cancelled);
  execution.reset();
  pass(10ms);
  EXPECT_EQ(state_of("1.0.0"), "cooling");
  pass(61s);
  EXPECT_FALSE(is_mapped(last_copy));
}

TEST_F(RetirementTest, a_lease_alone_keeps_the_code_loaded) {
  auto lease = catalogs.lease({"fixture:slow:1"});
  delete_file();
  pass(200s);
  EXPECT_TRUE(is_mapped(last_copy));
  EXPECT_THAT(state_of("1.0.0"), "zombie");
  lease.reset();
  pass(61s);
  EXPECT_FALSE(is_mapped(last_copy));
}

TEST_F(RetirementTest, a_plugin_that_never_says_stopped_is_never_unmapped) {
  bindings.swallows_stopped = true;
  delete_file();
  pass(200s);
  EXPECT_EQ(state_of("1.0.0"), "zombie");
  EXPECT_TRUE(is_mapped(last_copy));
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0121")));
  EXPECT_GT(bindings.bindings_closed, 0) << "perhaps it waited for a callback";
}

TEST_F(RetirementTest, callbacks_that_are_owed_keep_the_code_loaded) {
  bindings.owed_callbacks = 1;
  delete_file();
  pass(5s);
  EXPECT_EQ(state_of("1.0.0"), "stopping");
  bindings.owed_callbacks = 0;
  pass(61s);
  EXPECT_FALSE(is_mapped(last_copy));
}

TEST_F(RetirementTest, a_zombie_at_the_end_of_the_host_does_not_hold_it_up) {
  bindings.swallows_stopped = true;
  bool has_ended = false;
  registry->stop(Deadline::in(4s, clock), [&] { has_ended = true; });
  pass(2s);
  EXPECT_TRUE(has_ended);
  EXPECT_TRUE(is_mapped(last_copy));
}

TEST_F(RetirementTest, the_end_of_the_host_hurries_what_drains_already) {
  auto execution = execute("fixture:slow:1");
  delete_file();
  bool has_ended = false;
  registry->stop(Deadline::in(4s, clock), [&] { has_ended = true; });
  pass(3s);
  ASSERT_EQ(execution->answers.size(), 1U);
  execution.reset();
  pass(1s);
  EXPECT_TRUE(has_ended);
  EXPECT_FALSE(is_mapped(last_copy));
}

TEST_F(RetirementTest, a_thread_that_was_left_inside_is_named_and_its_code_stays) {
  settle_bad("leaves_thread");
  const std::filesystem::path copy = last_copy;
  registry->withdraw(folder / "leaves_thread.so");
  executor->run_all();
  pass(1s);
  EXPECT_THAT(lines, Not(Contains(HasSubstr("JFP-0124")))) << "it may be on its way out";
  pass(10s);
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("JFP-0124"), HasSubstr("a thread named \\\"left-over\\\""))));
  pass(120s);
  EXPECT_TRUE(is_mapped(copy));
  const auto rows = registry->statuses();
  EXPECT_THAT(rows.back().last_error, HasSubstr("JFP-0124 plugin left something behind: a thread named"));
}

TEST_F(RetirementTest, zombies_count_against_the_next_generations) {
  bindings.swallows_stopped = true;
  for (int generation = 0; generation < 20; ++generation) {
    settle("ok.so", generation % 2 == 0 ? "fixture_ok" : "fixture_ok_v2");
    pass(60s);
  }
  settle("ok.so", "fixture_ok");
  pass(60s);
  settle("ok.so", "fixture_ok_v2");
  pass(60s);
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0116")));
  EXPECT_NE(metrics.render().find("jackfield_plugin_zombies{id=\"fixture.ok\"} 20"), std::string::npos);
}

}  // namespace
}  // namespace jackfield::loader
