#include "loader/registry_fixture.hpp"

namespace jackfield::loader {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kV1 = R"({"version":"1.0.0"})";
constexpr const char* kV2 = R"({"version":"2.0.0"})";
constexpr const char* kType = "fixture:ok:1";

class RollbackTest : public RegistryTest {
 protected:
  // Version 1 has proved itself, version 2 took over a moment ago.
  void update() {
    settle("ok.so", "fixture_ok");
    pass(31s);
    settle("ok.so", "fixture_ok_v2");
    pass(1s);
  }

  void strike(int times) {
    const GenerationId generation = catalogs.lease({kType})->operator->()->info().generation;
    for (int count = 0; count < times; ++count) on_strike(generation, Strike::Exception);
    executor->run_all();
  }

  PluginStatus row(std::size_t index = 0) const { return registry->statuses().at(index); }
};

TEST_F(RollbackTest, six_strikes_shortly_after_an_update_take_it_back) {
  update();
  strike(5);
  EXPECT_EQ(version_that_serves(kType), kV2);
  EXPECT_EQ(row().strikes, 5U);
  strike(1);
  EXPECT_EQ(version_that_serves(kType), kV1);
  EXPECT_EQ(row().state, "degraded");
  EXPECT_THAT(row().last_error, HasSubstr("JFP-0126 rolled back from 2.0.0 (sha fixture_): it broke the contract"));
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0126 rolled back")));
}

TEST_F(RollbackTest, a_process_that_crashes_shortly_after_an_update_takes_it_back_at_once) {
  update();
  const GenerationId generation = catalogs.lease({kType})->operator->()->info().generation;
  registry->on_crash(generation, "ended by signal 11", false);
  executor->run_all();
  EXPECT_EQ(version_that_serves(kType), kV1);
  EXPECT_THAT(row().last_error, HasSubstr("rolled back from 2.0.0 (sha fixture_): its process ended by signal 11"));
  EXPECT_EQ(metrics.counter("jackfield_plugin_crash_total", "", {{"id", "fixture.ok"}}).value(), 1);
}

TEST_F(RollbackTest, a_process_that_was_given_up_is_quarantined) {
  settle("ok.so", "fixture_ok");
  pass(31s);
  const GenerationId generation = catalogs.lease({kType})->operator->()->info().generation;
  registry->on_crash(generation, "ended by signal 6", false);
  EXPECT_EQ(version_that_serves(kType), kV1);
  registry->on_crash(generation, "ended by signal 6", true);
  executor->run_all();
  EXPECT_EQ(version_that_serves(kType), "nobody");
  EXPECT_EQ(row().state, "quarantined");
}

TEST_F(RollbackTest, what_proved_itself_is_not_taken_back) {
  update();
  pass(31s);
  strike(20);
  EXPECT_EQ(version_that_serves(kType), kV2);
}

TEST_F(RollbackTest, the_file_that_was_taken_back_is_not_loaded_again_until_it_changes) {
  update();
  strike(6);
  EXPECT_TRUE(registry->is_unchanged(folder / "ok.so", "fixture_ok_v2"));
  EXPECT_FALSE(registry->is_unchanged(folder / "ok.so", "fixture_ok_v3"));
}

TEST_F(RollbackTest, an_operator_may_roll_back_and_then_ask_for_the_file_again) {
  update();
  const Result<std::string> done = registry->roll_back("fixture.ok", "an operator asked for it");
  ASSERT_TRUE(done) << done.failure().message;
  EXPECT_EQ(*done, "fixture.ok went back from 2.0.0 to 1.0.0");
  EXPECT_EQ(version_that_serves(kType), kV1);
  ASSERT_TRUE(registry->reload("fixture.ok"));
  EXPECT_TRUE(looked_again.contains("ok.so"));
  EXPECT_FALSE(registry->is_unchanged(folder / "ok.so", "fixture_ok_v2"));
}

TEST_F(RollbackTest, without_an_earlier_copy_nothing_changes_and_it_says_so) {
  settle("ok.so", "fixture_ok");
  strike(6);
  EXPECT_EQ(version_that_serves(kType), kV1);
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("could not be rolled back"), HasSubstr("no earlier copy"))));
  EXPECT_FALSE(registry->roll_back("no.such", ""));
}

TEST_F(RollbackTest, an_update_that_comes_soon_keeps_what_served_without_a_fault) {
  settle("ok.so", "fixture_ok");
  pass(2s);
  settle("ok.so", "fixture_ok_v2");
  strike(6);
  EXPECT_EQ(version_that_serves(kType), kV1);
}

TEST_F(RollbackTest, one_that_was_taken_back_is_never_kept_as_good) {
  update();
  strike(6);
  pass(31s);
  EXPECT_FALSE(registry->roll_back("fixture.ok", "")) << "the only other copy is the bad one";
}

TEST_F(RollbackTest, at_start_the_last_good_copy_serves_in_place_of_a_bad_file) {
  settle("ok.so", "fixture_ok");
  pass(31s);
  registry->stop(Deadline(clock.now()), [] {});
  executor->run_all();
  RegistryTest::SetUp();  // the next process
  settle("ok.so", "fixture_start_fails");
  EXPECT_EQ(version_that_serves(kType), kV1);
  EXPECT_EQ(row().state, "degraded");
  EXPECT_THAT(row().last_error, HasSubstr("JFP-0111"));
  EXPECT_THAT(lines, Contains(HasSubstr("last good copy of a plugin serves in place of its file")));
}

TEST_F(RollbackTest, a_bad_file_that_never_was_good_stays_out) {
  settle("ok.so", "fixture_start_fails");
  EXPECT_EQ(version_that_serves(kType), "nobody");
  EXPECT_THAT(lines, Not(Contains(HasSubstr("last good copy"))));
}

}  // namespace
}  // namespace jackfield::loader
