#include "base/thread_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

namespace jackfield {
namespace {

TEST(ThreadPool, never_runs_a_task_on_the_callers_stack) {
  ThreadPool pool(1);
  std::thread::id ran_on;
  std::latch done(1);
  pool.post([&] {
    ran_on = std::this_thread::get_id();
    done.count_down();
  });
  done.wait();
  EXPECT_NE(ran_on, std::this_thread::get_id());
}

TEST(ThreadPool, has_two_threads_at_least) {
  ThreadPool pool(1);
  std::latch both(2);
  for (int i = 0; i < 2; ++i) pool.post([&] { both.arrive_and_wait(); });
  both.wait();
}

TEST(ThreadPool, goes_on_with_another_thread_when_all_others_are_lost) {
  ThreadPool pool(2);
  std::latch lost_may_end(1);
  std::latch done(1);
  for (int i = 0; i < 2; ++i) pool.post([&] { lost_may_end.wait(); });
  pool.post([&] { done.count_down(); });
  pool.add_thread();
  done.wait();
  lost_may_end.count_down();
}

TEST(ThreadPool, runs_what_was_posted_before_it_stops) {
  ThreadPool pool(2);
  std::atomic<int> ran = 0;
  for (int i = 0; i < 1000; ++i) pool.post([&] { ++ran; });
  pool.stop();
  EXPECT_EQ(ran, 1000);
}

}  // namespace
}  // namespace jackfield
