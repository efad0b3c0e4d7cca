#include "loader/plugin_registry.hpp"

#include "loader/registry_fixture.hpp"

namespace jackfield::loader {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kV1 = R"({"version":"1.0.0"})";
constexpr const char* kV2 = R"({"version":"2.0.0"})";

class PluginRegistryTest : public RegistryTest {};

TEST_F(PluginRegistryTest, a_good_file_serves_at_once) {
  settle("ok.so", "fixture_ok");
  EXPECT_EQ(version_that_serves("fixture:ok:1"), kV1);
  EXPECT_EQ(state_of("1.0.0"), "active");
}

TEST_F(PluginRegistryTest, a_newer_file_takes_over_and_the_older_one_is_unmapped_after_cooling_off) {
  settle("ok.so", "fixture_ok");
  const std::filesystem::path old_copy = last_copy;
  pass(2s);
  settle("ok.so", "fixture_ok_v2");
  EXPECT_EQ(version_that_serves("fixture:ok:1"), kV2);
  EXPECT_EQ(state_of("1.0.0"), "cooling");
  EXPECT_TRUE(is_mapped(old_copy));
  pass(61s);
  EXPECT_EQ(state_of("1.0.0"), "unknown");
  EXPECT_FALSE(is_mapped(old_copy));
  EXPECT_THAT(removed_copies, ElementsAre(old_copy));
  EXPECT_EQ(bindings.bindings_alive, 1);
}

TEST_F(PluginRegistryTest, a_broken_update_leaves_the_old_generation_alone_and_says_why_in_one_line) {
  settle("ok.so", "fixture_ok");
  pass(2s);
  settle("ok.so", "fixture_create_fails");
  EXPECT_EQ(version_that_serves("fixture:ok:1"), kV1);
  EXPECT_EQ(state_of("1.0.0"), "degraded");
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0110 rejected ok.so (sha fixture_): create failed: create refused on "
                                        "purpose; still running 1.0.0 (generation 1)")));
  EXPECT_FALSE(is_mapped(last_copy));
}

TEST_F(PluginRegistryTest, each_way_to_fail_has_its_code) {
  const std::pair<const char*, const char*> cases[]{{"fixture_create_fails", "JFP-0110"},
                                                    {"fixture_throws", "JFP-0110"},
                                                    {"fixture_start_fails", "JFP-0111"},
                                                    {"fixture_wrong_layout", "JFP-0103"}};
  for (const auto& [fixture, code] : cases) {
    settle("ok.so", fixture);
    const auto rows = registry->statuses();
    ASSERT_EQ(rows.size(), 1U) << fixture;
    EXPECT_EQ(rows[0].state, "rejected");
    EXPECT_THAT(rows[0].last_error, HasSubstr(code)) << fixture;
    EXPECT_EQ(version_that_serves("fixture:ok:1"), "nobody");
    EXPECT_FALSE(is_mapped(last_copy)) << fixture;
  }
  EXPECT_EQ(bindings.bindings_alive, 0);
}

TEST_F(PluginRegistryTest, a_service_that_the_host_lacks_is_named) {
  settle("ok.so", "fixture_ok");
  Manifest manifest;
  Verdict verdict = inspect(test::bytes_of(test::content_of(test::fixture("fixture_ok"))), system);
  Inspection wanting = std::get<Inspection>(std::move(verdict));
  wanting.manifest.required_services = {"jf.host.teleport/1"};
  registry->offer({registry->next_generation(), folder / "ok.so", {last_copy, "x"}, wanting}, clock.now());
  pass(2s);
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0117 rejected ok.so (sha x): it requires jf.host.teleport/1, which this "
                                        "host does not offer; still running 1.0.0")));
}

TEST_F(PluginRegistryTest, a_permission_that_a_required_service_needs_is_named) {
  settle("ok.so", "fixture_ok");
  bindings.permissions[JF_HOST_OPS] = "answers";
  Verdict verdict = inspect(test::bytes_of(test::content_of(test::fixture("fixture_ok"))), system);
  Inspection wanting = std::get<Inspection>(std::move(verdict));
  wanting.manifest.required_services = {JF_HOST_OPS};
  registry->offer({registry->next_generation(), folder / "ok.so", {last_copy, "x"}, wanting}, clock.now());
  pass(2s);
  EXPECT_THAT(lines, Contains(HasSubstr("it requires jf.host.ops/1, but its manifest does not have the permission ")));
}

TEST_F(PluginRegistryTest, a_second_plugin_for_a_job_type_is_refused_naming_both_files) {
  settle("ok.so", "fixture_ok");
  settle("other.so", "fixture_duplicate_type");
  EXPECT_EQ(version_that_serves("fixture:ok:1"), kV1);
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0113 rejected other.so (sha fixture_): job type fixture:ok:1 is served by "
                                        "ok.so (plugin fixture.ok); nothing of it is running")));
}

TEST_F(PluginRegistryTest, a_refused_file_is_looked_at_again_when_what_stood_in_its_way_is_gone) {
  settle("ok.so", "fixture_ok");
  settle("other.so", "fixture_duplicate_type");
  EXPECT_TRUE(looked_again.empty());
  registry->withdraw(folder / "ok.so");
  EXPECT_THAT(looked_again, ElementsAre("other.so"));
}

TEST_F(PluginRegistryTest, a_second_file_of_the_same_plugin_is_refused) {
  settle("ok.so", "fixture_ok");
  settle("copy.so", "fixture_ok_v2");
  EXPECT_EQ(version_that_serves("fixture:ok:1"), kV1);
  EXPECT_THAT(lines,
              Contains(HasSubstr("JFP-0112 rejected copy.so (sha fixture_): plugin fixture.ok is served by ok.so")));
}

TEST_F(PluginRegistryTest, a_renamed_file_is_the_same_plugin) {
  settle("ok.so", "fixture_ok");
  present.erase("ok.so");
  pass(2s);
  settle("ok-2.so", "fixture_ok_v2");
  EXPECT_EQ(version_that_serves("fixture:ok:1"), kV2);
  registry->withdraw(folder / "ok.so");
  EXPECT_EQ(version_that_serves("fixture:ok:1"), kV2);
}

TEST_F(PluginRegistryTest, a_file_whose_plugin_changed_its_id_replaces_what_it_was) {
  settle("ok.so", "fixture_ok");
  settle("ok.so", "fixture_duplicate_type");
  EXPECT_EQ(version_that_serves("fixture:ok:1"), R"({"version":"9.0.0"})");
  EXPECT_EQ(state_of("1.0.0"), "cooling");
}

TEST_F(PluginRegistryTest, a_deleted_file_takes_its_plugin_along) {
  settle("ok.so", "fixture_ok");
  registry->withdraw(folder / "ok.so");
  executor->run_all();
  EXPECT_EQ(version_that_serves("fixture:ok:1"), "nobody");
  pass(61s);
  EXPECT_FALSE(is_mapped(last_copy));
  EXPECT_TRUE(registry->statuses().empty());
}

TEST_F(PluginRegistryTest, reloads_keep_a_distance_and_only_the_newest_of_those_that_wait_is_taken) {
  settle("ok.so", "fixture_ok");
  settle("ok.so", "fixture_create_fails");  // too soon: waits
  settle("ok.so", "fixture_ok_v2");         // takes its place
  EXPECT_EQ(version_that_serves("fixture:ok:1"), kV1);
  pass(1s);
  EXPECT_EQ(version_that_serves("fixture:ok:1"), kV2);
  EXPECT_THAT(lines, Not(Contains(HasSubstr("rejected"))));
}

TEST_F(PluginRegistryTest, a_generation_asking_to_be_replaced_makes_its_file_be_looked_at_again) {
  settle("ok.so", "fixture_ok");
  EXPECT_TRUE(registry->is_unchanged(folder / "ok.so", "fixture_ok"));
  registry->on_restart_requested({1}, "lost its connections");
  EXPECT_THAT(looked_again, ElementsAre("ok.so"));
  EXPECT_FALSE(registry->is_unchanged(folder / "ok.so", "fixture_ok"));
}

TEST_F(PluginRegistryTest, a_generation_kept_in_memory_by_a_thread_local_object_becomes_resident_and_is_counted) {
  settle("keeps.so", "fixture_keeps_thread_local");
  EXPECT_EQ(version_that_serves("fixture:keeps-thread-local:1"), kV1);
  registry->withdraw(folder / "keeps.so");
  pass(61s);
  EXPECT_TRUE(is_mapped(last_copy));
  EXPECT_EQ(state_of("1.0.0"), "resident");
  EXPECT_EQ(metrics.gauge("jackfield_plugin_resident", "", {{"id", "fixture.keeps-thread-local"}}).value(), 1);
}

TEST_F(PluginRegistryTest, a_generation_that_left_a_signal_handler_is_never_unmapped) {
  settle("leaves.so", "fixture_leaves_handler");
  registry->withdraw(folder / "leaves.so");
  pass(61s);
  EXPECT_TRUE(is_mapped(last_copy));
  EXPECT_EQ(state_of("1.0.0"), "zombie");
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("JFP-0124"), HasSubstr("a handler for signal 12"))));
}

TEST_F(PluginRegistryTest, an_exception_in_execute_fails_the_job_and_counts_a_strike) {
  settle("throws.so", "fixture_execute_throws");
  auto lease = catalogs.lease({"fixture:execute-throws:1"});
  ASSERT_TRUE(lease);
  const auto execution = std::make_shared<HeldExecution>(*std::move(lease), ops);
  const Result<void> admitted = execution->run(execution);
  ASSERT_FALSE(admitted);
  EXPECT_EQ(admitted.failure().fault, Fault::Internal);
  EXPECT_THAT(admitted.failure().message, HasSubstr("JFP-0123: connector fixture.execute-throws threw in execute"));
  EXPECT_TRUE(ops.close(execution->op));
}

TEST_F(PluginRegistryTest, stopping_unpublishes_and_unloads_everything) {
  settle("ok.so", "fixture_ok");
  bool has_ended = false;
  registry->stop(Deadline::in(10s, clock), [&] { has_ended = true; });
  executor->run_all();
  EXPECT_TRUE(has_ended);
  EXPECT_EQ(version_that_serves("fixture:ok:1"), "nobody");
  EXPECT_FALSE(is_mapped(last_copy));
}

TEST_F(PluginRegistryTest, what_a_plugin_changes_in_the_process_is_put_back_and_named) {
  const std::filesystem::path directory = std::filesystem::current_path();
  settle_bad("changes_process");
  EXPECT_EQ(std::filesystem::current_path(), directory);
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("JFP-0125"), HasSubstr("the locale, the working directory, the umask"))));
  EXPECT_EQ(state_of("1.0.0"), "active");
}

TEST_F(PluginRegistryTest, a_file_that_did_not_start_is_tried_again_when_an_operator_asks) {
  settle("ok.so", "fixture_ok");
  pass(2s);
  settle("ok.so", "fixture_start_fails");
  EXPECT_EQ(version_that_serves("fixture:ok:1"), kV1);
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("JFP-0111"), HasSubstr("still running 1.0.0"))));
  ASSERT_TRUE(registry->reload("fixture.ok"));
  EXPECT_THAT(looked_again, ElementsAre("ok.so"));
}

TEST_F(PluginRegistryTest, what_served_is_kept_when_its_file_is_deleted_if_so_wished) {
  settings.keeps_deleted = true;
  RegistryTest::SetUp();
  settle("ok.so", "fixture_ok");
  registry->withdraw(folder / "ok.so");
  executor->run_all();
  EXPECT_EQ(version_that_serves("fixture:ok:1"), kV1);
  EXPECT_THAT(lines, Contains(HasSubstr("file of a plugin is gone, what served is kept")));
}

TEST_F(PluginRegistryTest, an_end_of_the_host_drops_a_file_that_waits_for_its_turn) {
  settle("ok.so", "fixture_ok");
  settle("ok.so", "fixture_ok_v2");  // too soon: waits
  bool has_ended = false;
  registry->stop(Deadline::in(10s, clock), [&] { has_ended = true; });
  executor->run_all();
  pass(2s);
  EXPECT_TRUE(has_ended);
  EXPECT_EQ(version_that_serves("fixture:ok:1"), "nobody");
  EXPECT_EQ(bindings.bindings_alive, 0);
}

}  // namespace
}  // namespace jackfield::loader
