#include <latch>
#include <thread>

#include "loader/registry_fixture.hpp"

namespace jackfield::loader {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr const char* kType = "fixture:misbehaves:1";
constexpr const char* kId = "fixture.misbehaves";

// Threads inside a plugin that runs in circles as long as a file is there.
class HangsTest : public RegistryTest {
 protected:
  void SetUp() override {
    RegistryTest::SetUp();
    test::write_file(folder / "go-on", "");
  }

  void TearDown() override {
    release();
    RegistryTest::TearDown();
  }

  void release() {
    std::filesystem::remove(folder / "go-on");
    for (std::thread& thread : threads) thread.join();
    threads.clear();
  }

  // Until it is seen inside.
  void hang(HostThread::Kind kind = HostThread::Kind::Brief) {
    auto lease = catalogs.lease({kType});
    ASSERT_TRUE(lease);
    auto execution = std::make_shared<HeldExecution>(*std::move(lease), ops);
    const std::size_t inside = calls_inside();
    threads.emplace_back([this, execution, kind] {
      const HostThread mark(kind);
      execution->run(execution, R"({"do":"spin","while":")" + (folder / "go-on").string() + "\"}").ignore("it spins");
    });
    while (calls_inside() == inside) std::this_thread::yield();
    last = execution;
  }

  static std::size_t calls_inside() {
    std::size_t count = 0;
    visit_running_calls([&](const RunningCall&) { ++count; });
    return count;
  }

  // So that a look finds what began before the one in front of it.
  void look_twice() {
    registry->look_for_hangs();
    pass(1s);
    registry->look_for_hangs();
    executor->run_all();
  }

  std::vector<std::thread> threads;
  std::shared_ptr<HeldExecution> last;
};

TEST_F(HangsTest, a_call_that_does_not_return_is_logged_with_its_stack_and_its_thread_replaced) {
  settle("misbehaves.so", "fixture_misbehaves");
  hang();
  look_twice();
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("JFP-0129"), HasSubstr("plugin hangs in a call that must not block"),
                                    HasSubstr("function=execute"), HasSubstr("fixture_misbehaves"))));
  EXPECT_EQ(lost_threads, std::vector{false});
  EXPECT_EQ(last->hangs, 1);
  EXPECT_EQ(registry->stuck_threads(), 1U);
  EXPECT_EQ(metrics.counter("jackfield_plugin_strikes_total", "", {{"id", kId}, {"kind", "hang"}}).value(), 1);
}

TEST_F(HangsTest, its_connector_is_moved_to_the_threads_that_may_block) {
  settle("misbehaves.so", "fixture_misbehaves");
  EXPECT_FALSE(catalogs.lease({kType})->operator->()->may_block());
  hang();
  look_twice();
  EXPECT_TRUE(catalogs.lease({kType})->operator->()->may_block());
}

TEST_F(HangsTest, the_third_hang_takes_it_out_of_service) {
  settle("misbehaves.so", "fixture_misbehaves");
  for (int count = 0; count < 2; ++count) {
    hang();
    look_twice();
  }
  EXPECT_EQ(state_of("1.0.0"), "active");
  hang();
  look_twice();
  EXPECT_EQ(catalogs.current()->find({kType}), nullptr);
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0127 quarantined 1.0.0 (sha fixture_): it hung three times within ten")));
}

TEST_F(HangsTest, the_good_copy_takes_over_from_one_that_hangs) {
  settle("misbehaves.so", "fixture_misbehaves");
  pass(31s);
  settle("misbehaves.so", "fixture_misbehaves_v2");
  for (int count = 0; count < 3; ++count) {
    hang();
    look_twice();
  }
  EXPECT_EQ(version_that_serves(kType), R"({"version":"1.0.0"})");
}

TEST_F(HangsTest, a_thread_that_came_back_counts_no_more) {
  settle("misbehaves.so", "fixture_misbehaves");
  hang();
  look_twice();
  release();
  registry->look_for_hangs();
  EXPECT_EQ(registry->stuck_threads(), 0U);
  EXPECT_EQ(threads_back, 1);
  EXPECT_THAT(lines, Contains(HasSubstr("plugin came back from a call after all")));
}

TEST_F(HangsTest, more_lost_threads_than_are_replaced_take_a_blocking_connector_out_of_service) {
  settle("blocking.so", "fixture_misbehaves_blocking");
  const auto lose = [&] {
    auto lease = catalogs.lease({"fixture:misbehaves-blocking:1"});
    auto execution = std::make_shared<HeldExecution>(*std::move(lease), ops);
    const std::size_t inside = calls_inside();
    threads.emplace_back([this, execution] {
      const HostThread mark(HostThread::Kind::MayBlock);
      execution->run(execution, R"({"do":"spin","while":")" + (folder / "go-on").string() + "\"}").ignore("it spins");
    });
    while (calls_inside() == inside) std::this_thread::yield();
    EXPECT_TRUE(ops.orphan(execution->op));
    look_twice();
  };
  for (int thread = 0; thread < 4; ++thread) lose();
  EXPECT_EQ(lost_threads.size(), 4U);
  EXPECT_EQ(state_of("1.0.0"), "active");
  lose();
  EXPECT_EQ(lost_threads.size(), 4U);
  EXPECT_EQ(catalogs.current()->find({"fixture:misbehaves-blocking:1"}), nullptr);
  EXPECT_THAT(lines, Contains(HasSubstr("it keeps more threads than are replaced")));
}

}  // namespace
}  // namespace jackfield::loader
