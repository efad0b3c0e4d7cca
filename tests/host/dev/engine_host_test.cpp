#include "dev/engine_host.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "host/dev/models.hpp"

namespace jackfield::dev {
namespace {

class EngineHostTest : public testing::Test {
 protected:
  EngineHostTest() {
    EXPECT_TRUE(host.ask([](Engine& engine) { return engine.deploy({{"p.bpmn", one_task()}}).ok(); }));
  }

  EngineHost host{Settings{}, log::Logger{}, system_clock()};
};

TEST_F(EngineHostTest, answers_many_threads_one_at_a_time) {
  constexpr int kThreads = 4;
  constexpr int kEach = 50;
  std::vector<std::thread> threads;
  for (int index = 0; index < kThreads; ++index) {
    threads.emplace_back([this] {
      for (int count = 0; count < kEach; ++count) {
        EXPECT_TRUE(host.ask([](Engine& engine) { return engine.create_instance({{{}, "p", -1}, ""}).ok(); }));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  // Two keys of the deployment, then instance, element and job of each; the next creation tells how many there were.
  const std::int64_t next =
      host.ask([](Engine& engine) { return engine.create_instance({{{}, "p", -1}, ""})->key.value; });
  EXPECT_EQ(next, (std::int64_t{1} << KeyGenerator::kPartitionShift) + 2 + 3 * kThreads * kEach + 1);
}

TEST_F(EngineHostTest, runs_the_engines_timers_on_its_own_thread) {
  std::promise<Fault> answered;
  host.post([&](Engine& engine) {
    engine.create_with_result({{{}, "p", -1}, ""}, {}, 1ms,
                              [&](Result<CreatedWithResult> how) { answered.set_value(how.failure().fault); });
  });
  EXPECT_EQ(answered.get_future().get(), Fault::DeadlineExceeded);
}

}  // namespace
}  // namespace jackfield::dev
