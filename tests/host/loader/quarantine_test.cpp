#include "loader/registry_fixture.hpp"

namespace jackfield::loader {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr const char* kV1 = R"({"version":"1.0.0"})";
constexpr const char* kV2 = R"({"version":"2.0.0"})";
constexpr const char* kType = "fixture:ok:1";
constexpr const char* kId = "fixture.ok";

class QuarantineTest : public RegistryTest {
 protected:
  // A new process of the host, with what the one before left behind.
  void restart() {
    registry->stop(Deadline(clock.now()), [] {});
    executor->run_all();
    RegistryTest::SetUp();
  }

  void quarantine() {
    const Result<std::string> done = registry->quarantine(kId, "an operator asked for it");
    ASSERT_TRUE(done) << done.failure().message;
    said = *done;
  }

  PluginStatus row() const { return registry->statuses().at(0); }

  std::string said;
};

TEST_F(QuarantineTest, what_an_operator_quarantines_serves_no_more_and_its_type_is_not_asked_for) {
  settle("ok.so", "fixture_ok");
  quarantine();
  EXPECT_EQ(said, "fixture.ok 1.0.0 is quarantined, nothing serves in its place");
  EXPECT_EQ(catalogs.current()->find({kType}), nullptr);
  EXPECT_EQ(row().state, "quarantined");
  EXPECT_EQ(row().id, kId);
  EXPECT_THAT(row().last_error, HasSubstr("JFP-0127 quarantined 1.0.0 (sha fixture_): an operator asked for it"));
  EXPECT_EQ(metrics.gauge("jackfield_plugin_state", "", {{"id", kId}, {"state", "quarantined"}}).value(), 1);
}

TEST_F(QuarantineTest, the_last_good_copy_serves_in_its_place) {
  settle("ok.so", "fixture_ok");
  pass(31s);
  settle("ok.so", "fixture_ok_v2");
  quarantine();
  EXPECT_EQ(said, "fixture.ok 2.0.0 is quarantined, 1.0.0 serves in its place");
  EXPECT_EQ(version_that_serves(kType), kV1);
  EXPECT_EQ(row().state, "degraded");
  EXPECT_TRUE(registry->is_unchanged(folder / "ok.so", "fixture_ok_v2"));
}

TEST_F(QuarantineTest, it_lasts_beyond_a_restart) {
  settle("ok.so", "fixture_ok");
  quarantine();
  restart();
  settle("ok.so", "fixture_ok");
  EXPECT_EQ(version_that_serves(kType), "nobody");
  EXPECT_EQ(row().state, "quarantined");
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0127 rejected ok.so (sha fixture_): it is quarantined until it changes or "
                                        "is cleared: an operator asked for it; nothing of it is running")));
}

TEST_F(QuarantineTest, a_changed_file_lifts_it) {
  settle("ok.so", "fixture_ok");
  quarantine();
  pass(2s);
  settle("ok.so", "fixture_ok_v2");
  EXPECT_EQ(version_that_serves(kType), kV2);
  EXPECT_EQ(row().state, "active");
  EXPECT_EQ(metrics.gauge("jackfield_plugin_state", "", {{"id", kId}, {"state", "quarantined"}}).value(), 0);
}

TEST_F(QuarantineTest, clearing_lifts_it_and_has_the_file_looked_at_again) {
  settle("ok.so", "fixture_ok");
  quarantine();
  const Result<std::string> done = registry->clear(kId);
  ASSERT_TRUE(done) << done.failure().message;
  EXPECT_TRUE(looked_again.contains("ok.so"));
  pass(2s);
  settle("ok.so", "fixture_ok");
  EXPECT_EQ(version_that_serves(kType), kV1);
  EXPECT_FALSE(registry->clear(kId));
}

TEST_F(QuarantineTest, clearing_what_a_good_copy_serves_for_has_the_file_taken_again) {
  settle("ok.so", "fixture_ok");
  pass(31s);
  settle("ok.so", "fixture_ok_v2");
  quarantine();
  ASSERT_TRUE(registry->clear(kId));
  EXPECT_FALSE(registry->is_unchanged(folder / "ok.so", "fixture_ok_v2"));
  pass(2s);
  settle("ok.so", "fixture_ok_v2");
  EXPECT_EQ(version_that_serves(kType), kV2);
}

TEST_F(QuarantineTest, a_file_that_waits_for_its_turn_takes_over_from_the_one_that_is_quarantined) {
  settle("ok.so", "fixture_ok");
  settle("ok.so", "fixture_ok_v2");  // too soon: waits
  quarantine();
  EXPECT_EQ(version_that_serves(kType), "nobody");
  pass(1s);
  EXPECT_EQ(version_that_serves(kType), kV2);
}

TEST_F(QuarantineTest, content_that_ended_the_host_is_not_loaded_into_it_again) {
  registry->note_crash({"fixture_ok", kId, "1.0.0"}, "crashed in execute by signal 11 (Segmentation fault), job 7");
  settle("ok.so", "fixture_ok");
  EXPECT_EQ(version_that_serves(kType), "nobody");
  EXPECT_EQ(row().state, "rejected");
  EXPECT_EQ(row().id, kId);
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0128 plugin fixture.ok 1.0.0 (sha fixture_) crashed in execute")));
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("JFP-0128 rejected ok.so"), HasSubstr("job 7; nothing of it"))));
  EXPECT_EQ(metrics.counter("jackfield_plugin_crash_total", "", {{"id", kId}}).value(), 1);
}

TEST_F(QuarantineTest, the_last_good_copy_serves_in_place_of_content_that_ended_the_host) {
  settle("ok.so", "fixture_ok");
  pass(31s);
  restart();
  registry->note_crash({"fixture_ok_v2", kId, "2.0.0"}, "crashed in execute");
  settle("ok.so", "fixture_ok_v2");
  EXPECT_EQ(version_that_serves(kType), kV1);
  EXPECT_EQ(row().state, "degraded");
  EXPECT_THAT(row().last_error, HasSubstr("JFP-0128"));
}

TEST_F(QuarantineTest, a_second_crash_within_a_day_quarantines) {
  registry->note_crash({"fixture_ok", kId, "1.0.0"}, "crashed");
  registry->note_crash({"fixture_ok", kId, "1.0.0"}, "crashed again");
  settle("ok.so", "fixture_ok");
  EXPECT_EQ(row().state, "quarantined");
}

TEST_F(QuarantineTest, an_unknown_plugin_is_a_failure) {
  EXPECT_FALSE(registry->quarantine("no.such", ""));
  EXPECT_FALSE(registry->clear("no.such"));
}

}  // namespace
}  // namespace jackfield::loader
