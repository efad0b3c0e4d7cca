#include "loader/crash_record.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

#include "loader/fixture_files.hpp"
#include "loader/plugin_call.hpp"

namespace jackfield::loader {
namespace {

using ::testing::HasSubstr;

class CrashRecordTest : public ::testing::Test {
 protected:
  // A child that takes the deed upon itself; how it ended.
  int end_of(const std::function<void()>& deed) {
    const pid_t child = ::fork();
    if (child == 0) {
      if (!record_crashes_in(file)) ::_exit(99);
      deed();
      ::_exit(98);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
  }

  test::TemporaryFolder folder;
  const std::filesystem::path file = folder / "crash";
  const CodeTag& tag = make_code_tag({"abc", "com.example.x", "1.2.3"}, {7});
};

TEST_F(CrashRecordTest, a_signal_inside_a_plugin_is_written_down_and_takes_its_course) {
  const int status = end_of([&] {
    const InsidePlugin mark({&tag, "execute", 4711, 0});
    ::raise(SIGSEGV);
  });
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGSEGV);
  const std::optional<CrashRecord> record = read_crash_record(file);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->code.sha256, "abc");
  EXPECT_EQ(record->code.plugin, "com.example.x");
  EXPECT_EQ(record->function, "execute");
  EXPECT_EQ(record->job, 4711);
  EXPECT_EQ(record->signal, SIGSEGV);
  EXPECT_EQ(describe(*record), "crashed in execute by signal 11 (Segmentation fault), job 4711");
}

TEST_F(CrashRecordTest, abort_is_written_down_as_the_signal_it_is) {
  const int status = end_of([&] {
    const InsidePlugin mark({.tag = &tag, .function = "create"});
    std::abort();
  });
  EXPECT_EQ(WTERMSIG(status), SIGABRT);
  EXPECT_EQ(describe(*read_crash_record(file)), "crashed in create by signal 6 (Aborted)");
}

TEST_F(CrashRecordTest, exit_inside_a_plugin_is_written_down) {
  const int status = end_of([&] {
    const InsidePlugin mark({&tag, "execute", 12, 0});
    std::exit(3);
  });
  EXPECT_EQ(WEXITSTATUS(status), 3);
  EXPECT_EQ(describe(*read_crash_record(file)), "ended the host by calling exit in execute, job 12");
}

TEST_F(CrashRecordTest, a_crash_outside_of_plugins_blames_nobody) {
  EXPECT_EQ(WTERMSIG(end_of([] { ::raise(SIGSEGV); })), SIGSEGV);
  EXPECT_FALSE(read_crash_record(file));
}

TEST_F(CrashRecordTest, a_cut_off_record_is_none) {
  test::write_file(file, R"(code {"sha256":"ab)");
  EXPECT_FALSE(read_crash_record(file));
  EXPECT_FALSE(read_crash_record(folder / "no such file"));
}

TEST_F(CrashRecordTest, a_file_that_cannot_be_opened_is_a_failure) {
  EXPECT_EQ(WEXITSTATUS(end_of([&] {
              const Result<void> done = record_crashes_in(folder / "no/such/folder");
              ::_exit(!done && done.failure().message.find("crash record") == 0 ? 5 : 6);
            })),
            5);
}

}  // namespace
}  // namespace jackfield::loader
