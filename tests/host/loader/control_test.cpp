#include "loader/control.hpp"

#include <gmock/gmock.h>

#include <future>

#include "support/inline_executor.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::loader {
namespace {

using ::testing::ElementsAre;

TEST(ControlThread, runs_what_is_posted_in_order_on_one_thread_of_its_own) {
  std::vector<int> ran;
  std::thread::id first, second;
  std::promise<void> done;
  ControlThread thread;
  thread.post([&] { ran.push_back(1), first = std::this_thread::get_id(); });
  thread.post([&] {
    ran.push_back(2), second = std::this_thread::get_id();
    done.set_value();
  });
  done.get_future().wait();
  EXPECT_THAT(ran, ElementsAre(1, 2));
  EXPECT_EQ(first, second);
  EXPECT_NE(first, std::this_thread::get_id());
}

TEST(ControlThread, after_stop_a_task_is_dropped) {
  ControlThread thread;
  thread.stop();
  auto held = std::make_shared<int>();
  thread.post([held] { FAIL(); });
  EXPECT_EQ(held.use_count(), 1);
}

TEST(Control, a_timer_ends_on_the_control_thread_and_not_on_the_timer_thread) {
  test::ManualClock clock;
  auto executor = std::make_shared<test::InlineExecutor>();
  const Control control(executor, clock, clock);
  bool has_run = false;
  control.after(10ms, [&] { has_run = true; });
  clock.advance(10ms);
  EXPECT_FALSE(has_run);
  executor->run_all();
  EXPECT_TRUE(has_run);
}

}  // namespace
}  // namespace jackfield::loader
