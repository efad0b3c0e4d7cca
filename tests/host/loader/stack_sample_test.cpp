#include "loader/stack_sample.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace jackfield::loader {
namespace {

using ::testing::HasSubstr;

TEST(StackSample, a_thread_that_runs_in_circles_says_where) {
  std::atomic<pid_t> spinning = 0;
  std::atomic<bool> may_end = false;
  std::thread thread([&] {
    spinning = ::gettid();
    while (!may_end) {
    }
  });
  while (spinning == 0) std::this_thread::yield();
  EXPECT_THAT(sample_stack(spinning), HasSubstr("test_loader"));
  EXPECT_THAT(sample_stack(spinning), HasSubstr(" < ")) << "and may be asked again";
  may_end = true;
  thread.join();
}

TEST(StackSample, a_thread_that_is_not_there_gives_nothing) {
  EXPECT_EQ(sample_stack(0x3ffffff), "");
}

}  // namespace
}  // namespace jackfield::loader
