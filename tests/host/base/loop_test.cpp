#include "base/loop.hpp"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <future>
#include <latch>
#include <vector>

namespace jackfield {
namespace {

class LoopTest : public testing::Test {
 protected:
  void SetUp() override { loop.start(); }

  // Runs on the loop thread and waits for it.
  void on_loop(Task task) {
    std::promise<void> done;
    loop.post([&] {
      task();
      done.set_value();
    });
    done.get_future().wait();
  }

  Deadline in(milliseconds timeout) { return Deadline::in(timeout, system_clock()); }

  Loop loop{system_clock()};
};

TEST_F(LoopTest, runs_posted_tasks_on_its_own_thread) {
  EXPECT_FALSE(loop.is_loop_thread());
  on_loop([&] { EXPECT_TRUE(loop.is_loop_thread()); });
}

TEST_F(LoopTest, runs_timers_in_the_order_of_their_deadlines) {
  std::vector<int> order;
  std::latch done(3);
  const auto note = [&](int which) {
    order.push_back(which);
    done.count_down();
  };
  loop.at(in(20ms), [&] { note(3); });
  loop.at(in(1ms), [&] { note(1); });
  loop.at(in(10ms), [&] { note(2); });
  done.wait();
  EXPECT_EQ(order, (std::vector{1, 2, 3}));
}

TEST_F(LoopTest, never_runs_a_cancelled_timer) {
  bool ran = false;
  const TimerId timer = loop.at(in(5ms), [&] { ran = true; });
  EXPECT_TRUE(loop.cancel(timer));
  EXPECT_FALSE(loop.cancel(timer));
  std::latch later(1);
  loop.at(in(10ms), [&] { later.count_down(); });
  later.wait();
  EXPECT_FALSE(ran);
}

TEST_F(LoopTest, watches_a_descriptor_until_told_not_to) {
  const int fd = eventfd(0, EFD_NONBLOCK);
  std::promise<void> first;
  int calls = 0;
  WatchId watch{};
  on_loop([&] {
    watch = loop.watch(fd, {.read = true}, [&](Readiness ready) {
      EXPECT_TRUE(ready.read);
      eventfd_t value = 0;
      eventfd_read(fd, &value);
      if (++calls == 1) first.set_value();
    });
  });
  eventfd_write(fd, 1);
  first.get_future().wait();
  on_loop([&] { loop.unwatch(watch); });
  eventfd_write(fd, 1);
  on_loop([] {});
  EXPECT_EQ(calls, 1);
  close(fd);
}

TEST_F(LoopTest, runs_no_timer_after_it_stopped) {
  bool ran = false;
  loop.at(in(1h), [&] { ran = true; });
  loop.stop();
  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace jackfield
