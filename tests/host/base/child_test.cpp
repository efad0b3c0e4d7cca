#include "base/child.hpp"

#include <gmock/gmock.h>

namespace jackfield {
namespace {

using ::testing::HasSubstr;

// The shell as a child that does what its script says.
Result<ChildEnd> run(const std::string& script, milliseconds limit = 20s) {
  return run_child({"/bin/sh", {"-c", script}, limit}, system_clock());
}

TEST(Child, what_it_reports_and_what_it_prints_are_told_apart) {
  const Result<ChildEnd> end = run("echo report >&3; echo out; echo err >&2; exit 7");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->report, "report\n");
  EXPECT_EQ(end->output, "out\nerr\n");
  EXPECT_EQ(end->exit_code, 7);
  EXPECT_FALSE(end->was_too_slow);
}

TEST(Child, a_signal_that_ends_it_is_named) {
  const Result<ChildEnd> end = run("kill -SEGV $$");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->exit_code, std::nullopt);
  EXPECT_EQ(end->signal, SIGSEGV);
}

TEST(Child, one_that_hangs_is_killed_with_its_own_children) {
  const Result<ChildEnd> end = run("echo begun >&3; sleep 1000 & sleep 1000", 100ms);
  ASSERT_TRUE(end);
  EXPECT_TRUE(end->was_too_slow);
  EXPECT_EQ(end->signal, SIGKILL);
  EXPECT_EQ(end->report, "begun\n");
}

TEST(Child, it_is_over_when_the_process_is_though_a_child_of_it_holds_the_pipes) {
  const Result<ChildEnd> end = run("sleep 1000 & echo done >&3");
  ASSERT_TRUE(end);
  EXPECT_FALSE(end->was_too_slow);
  EXPECT_EQ(end->report, "done\n");
}

TEST(Child, it_inherits_neither_environment_nor_descriptors) {
  const Result<ChildEnd> end = run("test -z \"$HOME$USER\" && ls /proc/self/fd | wc -l");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->exit_code, 0);
  EXPECT_THAT(end->output, HasSubstr("5"));  // three standard ones, the report, and the one that ls lists through
}

TEST(Child, a_long_report_is_read_whole_and_long_output_keeps_its_end) {
  const Result<ChildEnd> end = run("head -c 1000000 /dev/zero >&3; head -c 100000 /dev/zero; echo last");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->report.size(), 1'000'000U);
  EXPECT_LE(end->output.size(), 16U << 10);
  EXPECT_THAT(end->output, HasSubstr("last"));
}

TEST(Child, a_program_that_is_not_there_is_a_failure) {
  const Result<ChildEnd> end = run_child({"/no/such/program", {}, 1s}, system_clock());
  ASSERT_FALSE(end);
  EXPECT_THAT(end.failure().message, HasSubstr("/no/such/program: No such file"));
}

}  // namespace
}  // namespace jackfield
