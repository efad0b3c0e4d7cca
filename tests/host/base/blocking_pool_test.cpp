#include "base/blocking_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace jackfield {
namespace {

TEST(BlockingPool, grows_while_every_thread_blocks) {
  BlockingPool pool({.max_threads = 4});
  std::latch all_inside(4);
  for (int i = 0; i < 4; ++i) pool.post([&] { all_inside.arrive_and_wait(); });
  all_inside.wait();
  EXPECT_EQ(pool.threads(), 4u);
}

TEST(BlockingPool, never_grows_beyond_its_limit) {
  BlockingPool pool({.max_threads = 2});
  std::latch go(1);
  std::atomic<int> ran = 0;
  for (int i = 0; i < 10; ++i) {
    pool.post([&] {
      go.wait();
      ++ran;
    });
  }
  EXPECT_EQ(pool.threads(), 2u);
  go.count_down();
  pool.stop();
  EXPECT_EQ(ran, 10);
}

TEST(BlockingPool, ends_threads_that_stay_idle) {
  BlockingPool pool({.max_threads = 4, .idle_timeout = 1ms});
  std::latch done(1);
  pool.post([&] { done.count_down(); });
  done.wait();
  while (pool.threads() != 0) std::this_thread::yield();
  std::latch again(1);
  pool.post([&] { again.count_down(); });
  again.wait();
}

TEST(BlockingPool, has_another_thread_in_place_of_one_that_is_lost) {
  BlockingPool pool({.max_threads = 1});
  std::latch lost_may_end(1);
  std::latch done(1);
  pool.post([&] { lost_may_end.wait(); });
  pool.post([&] { done.count_down(); });
  pool.lose_thread();
  done.wait();
  EXPECT_EQ(pool.threads(), 2u);
  lost_may_end.count_down();
  pool.regain_thread();
}

}  // namespace
}  // namespace jackfield
