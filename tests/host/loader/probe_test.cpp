#include "loader/probe.hpp"

#include <gmock/gmock.h>

#include "loader/fixture_files.hpp"
#include "loader/library.hpp"

namespace jackfield::loader {
namespace {

using test::bad_plugin;
using test::fixture;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// Real children of the program loader_probe.
class ProbeTest : public ::testing::Test {
 protected:
  std::optional<Rejection> try_out(const std::filesystem::path& copy, const std::filesystem::path& active = {}) {
    Probe probe({test::probe_program(), limit}, system_clock(), log.room("loader"));
    return probe.try_out(copy, active);
  }

  milliseconds limit = 10s;
  std::vector<std::string> lines;
  log::Log log{
      {},
      [](void* context, std::string_view line) { static_cast<std::vector<std::string>*>(context)->emplace_back(line); },
      &lines};
};

TEST_F(ProbeTest, a_good_plugin_passes) {
  EXPECT_EQ(try_out(fixture("fixture_ok")), std::nullopt);
  EXPECT_EQ(try_out(fixture("fixture_ok_v2"), fixture("fixture_ok")), std::nullopt);
  EXPECT_TRUE(lines.empty());
}

TEST_F(ProbeTest, an_exception_in_a_constructor_ends_the_child_and_its_words_are_told) {
  const auto rejection = try_out(bad_plugin("constructor_throws"));
  ASSERT_TRUE(rejection);
  EXPECT_EQ(rejection->code, ErrorCode::ProbeDied);
  EXPECT_THAT(rejection->reason, AllOf(HasSubstr("signal 6 (Aborted), while it was loaded: terminate called after"),
                                       HasSubstr("thrown at load on purpose")));
}

TEST_F(ProbeTest, a_constructor_that_exits_is_no_success) {
  const auto rejection = try_out(bad_plugin("constructor_exits"));
  ASSERT_TRUE(rejection);
  EXPECT_EQ(rejection->code, ErrorCode::ProbeDied);
  EXPECT_THAT(rejection->reason, HasSubstr("exit code 0, while it was loaded"));
}

TEST_F(ProbeTest, a_crash_is_named) {
  EXPECT_THAT(try_out(bad_plugin("constructor_crashes"))->reason, HasSubstr("while it was loaded"));
  EXPECT_THAT(try_out(bad_plugin("create_crashes"))->reason, HasSubstr("signal 6 (Aborted), while create ran"));
}

TEST_F(ProbeTest, what_hangs_is_ended_at_the_limit) {
  limit = 200ms;
  EXPECT_EQ(try_out(bad_plugin("constructor_hangs"))->reason, "probe timed out after 200 ms while it was loaded");
  EXPECT_EQ(try_out(bad_plugin("create_hangs")),
            (Rejection{ErrorCode::ProbeTimedOut, "probe timed out after 200 ms while create ran"}));
}

TEST_F(ProbeTest, a_copy_that_cannot_live_beside_the_one_that_serves_is_found_out) {
  const test::TemporaryFolder folder;
  std::filesystem::copy_file(bad_plugin("no_second_copy"), folder / "first.so");
  EXPECT_EQ(try_out(bad_plugin("no_second_copy")), std::nullopt);
  EXPECT_THAT(try_out(bad_plugin("no_second_copy"), folder / "first.so")->reason,
              HasSubstr("message registered twice"));
}

TEST_F(ProbeTest, one_that_serves_but_cannot_be_loaded_any_more_does_not_condemn_the_next) {
  EXPECT_EQ(try_out(fixture("fixture_ok"), bad_plugin("constructor_crashes")), std::nullopt);
}

TEST_F(ProbeTest, what_the_plugin_and_the_linker_say_comes_with_their_codes) {
  EXPECT_EQ(try_out(fixture("fixture_create_fails")),
            (Rejection{ErrorCode::CreateFailed, "create failed: create refused on purpose"}));
  EXPECT_EQ(try_out(fixture("fixture_throws"))->code, ErrorCode::CreateFailed);
  EXPECT_EQ(try_out(fixture("fixture_wrong_layout"))->code, ErrorCode::AbiMismatch);
}

TEST_F(ProbeTest, without_processes_inspection_must_do_and_that_is_said_once) {
  Probe probe({"/no/such/program", 1s}, system_clock(), log.room("loader"));
  EXPECT_EQ(probe.try_out(bad_plugin("constructor_throws"), {}), std::nullopt);
  EXPECT_EQ(probe.try_out(bad_plugin("constructor_throws"), {}), std::nullopt);
  EXPECT_THAT(lines, AllOf(SizeIs(1), Contains(HasSubstr("plugins are not probed"))));
}

TEST_F(ProbeTest, a_program_that_is_no_probe_condemns_nobody) {
  Probe probe({"/bin/false", 1s}, system_clock(), log.room("loader"));
  EXPECT_EQ(probe.try_out(fixture("fixture_ok"), {}), std::nullopt);
  EXPECT_THAT(lines, Contains(HasSubstr("ended before it began")));
}

}  // namespace
}  // namespace jackfield::loader
