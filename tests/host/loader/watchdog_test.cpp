#include "loader/watchdog.hpp"

#include <gmock/gmock.h>

#include <latch>
#include <optional>
#include <thread>

namespace jackfield::loader {
namespace {

class NobodyListens final : public OpListener {
  void on_outcome(ConnectorOutcome) noexcept override {}
};

// A thread that is inside a plugin until it is told to leave.
class Inside {
 public:
  explicit Inside(PluginCall call) {
    std::latch is_inside(1);
    thread_ = std::thread([this, call, &is_inside] {
      const InsidePlugin mark(call);
      is_inside.count_down();
      leave_.wait();
    });
    is_inside.wait();
  }
  ~Inside() { leave(); }
  void leave() {
    if (!thread_.joinable()) return;
    leave_.count_down();
    thread_.join();
  }

 private:
  std::latch leave_{1};
  std::thread thread_;
};

class WatchdogTest : public ::testing::Test {
 protected:
  static const CodeTag& tag() {
    static const CodeTag& kTag = make_code_tag({"abc", "p", "1"}, {7});
    return kTag;
  }

  std::size_t stuck_at(milliseconds time) { return watchdog.look(TimePoint{} + time).stuck.size(); }

  OpTable ops;
  const OpId op = ops.open({7}, std::make_shared<NobodyListens>());
  Watchdog watchdog{1s, ops};
};

TEST_F(WatchdogTest, a_call_that_lasts_longer_than_the_limit_hangs_and_is_told_once) {
  Inside inside({&tag(), "execute", 11, op.value});
  EXPECT_EQ(stuck_at(0ms), 0U);
  EXPECT_EQ(stuck_at(999ms), 0U);
  const Watchdog::News news = watchdog.look(TimePoint{} + 1000ms);
  ASSERT_EQ(news.stuck.size(), 1U);
  EXPECT_EQ(news.stuck[0].kind, Watchdog::Kind::Hang);
  EXPECT_EQ(news.stuck[0].running.call.job, 11);
  EXPECT_EQ(news.stuck[0].inside, 1s);
  EXPECT_EQ(stuck_at(2000ms), 0U);
  EXPECT_EQ(watchdog.stuck(), 1U);
}

TEST_F(WatchdogTest, a_call_that_returned_after_all_is_told) {
  Inside inside({&tag(), "execute", 11, op.value});
  stuck_at(0ms);
  stuck_at(1000ms);
  inside.leave();
  EXPECT_EQ(watchdog.look(TimePoint{} + 1250ms).back.size(), 1U);
  EXPECT_EQ(watchdog.stuck(), 0U);
  EXPECT_TRUE(watchdog.look(TimePoint{} + 1500ms).back.empty());
}

TEST_F(WatchdogTest, one_call_after_another_is_no_hang) {
  for (int count = 0; count < 8; ++count) {
    Inside inside({&tag(), "execute", 11, op.value});
    EXPECT_EQ(stuck_at(count * 300ms), 0U);
  }
}

TEST_F(WatchdogTest, a_call_that_may_block_is_lost_only_when_its_execution_was_given_up) {
  Inside inside({&tag(), "execute", 11, op.value, true});
  stuck_at(0ms);
  EXPECT_EQ(stuck_at(3600s), 0U);
  ops.orphan(op);
  const Watchdog::News news = watchdog.look(TimePoint{} + 3601s);
  ASSERT_EQ(news.stuck.size(), 1U);
  EXPECT_EQ(news.stuck[0].kind, Watchdog::Kind::LostThread);
}

}  // namespace
}  // namespace jackfield::loader
