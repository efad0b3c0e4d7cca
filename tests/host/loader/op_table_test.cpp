#include "loader/op_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace jackfield::loader {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr GenerationId kOurs{1};
constexpr GenerationId kOther{2};

struct Listener final : OpListener {
  void on_outcome(ConnectorOutcome outcome) noexcept override { heard.push_back(outcome.json); }
  std::vector<std::string> heard;
};

class OpTableTest : public testing::Test {
 protected:
  OpTable ops;
  std::shared_ptr<Listener> listener = std::make_shared<Listener>();
};

TEST_F(OpTableTest, tells_the_listener_once) {
  const OpId op = ops.open(kOurs, listener);
  EXPECT_TRUE(ops.complete(kOurs, op, {.json = "1"}));
  EXPECT_FALSE(ops.complete(kOurs, op, {.json = "2"}));
  EXPECT_THAT(listener->heard, ElementsAre("1"));
}

TEST_F(OpTableTest, refuses_a_stale_handle_after_its_slot_was_used_again) {
  const OpId first = ops.open(kOurs, listener);
  ops.complete(kOurs, first, {});
  auto second_listener = std::make_shared<Listener>();
  const OpId second = ops.open(kOurs, second_listener);
  EXPECT_NE(first, second);
  EXPECT_FALSE(ops.complete(kOurs, first, {.json = "late"}));
  EXPECT_THAT(second_listener->heard, IsEmpty());
}

TEST_F(OpTableTest, refuses_the_op_of_another_generation) {
  const OpId op = ops.open(kOurs, listener);
  EXPECT_FALSE(ops.complete(kOther, op, {}));
  EXPECT_TRUE(ops.complete(kOurs, op, {}));
}

TEST_F(OpTableTest, forgets_an_op_that_was_closed) {
  const OpId op = ops.open(kOurs, listener);
  EXPECT_TRUE(ops.close(op));
  EXPECT_FALSE(ops.complete(kOurs, op, {}));
  EXPECT_EQ(listener.use_count(), 1);
}

TEST_F(OpTableTest, keeps_an_orphans_memory_until_the_late_answer) {
  const OpId op = ops.open(kOurs, listener);
  EXPECT_TRUE(ops.orphan(op));
  EXPECT_EQ(listener.use_count(), 2);
  EXPECT_TRUE(ops.is_cancelled(kOurs, op));
  EXPECT_FALSE(ops.complete(kOurs, op, {.json = "late"}));
  EXPECT_EQ(listener.use_count(), 1);
  EXPECT_THAT(listener->heard, IsEmpty());
}

TEST_F(OpTableTest, says_cancelled_for_marked_and_for_stale_ops) {
  const OpId op = ops.open(kOurs, listener);
  EXPECT_FALSE(ops.is_cancelled(kOurs, op));
  ops.mark_cancelled(op);
  EXPECT_TRUE(ops.is_cancelled(kOurs, op));
  ops.complete(kOurs, op, {});
  EXPECT_TRUE(ops.is_cancelled(kOurs, op));
}

TEST_F(OpTableTest, ends_all_ops_of_a_generation_and_no_others) {
  const OpId ours = ops.open(kOurs, listener);
  const OpId other = ops.open(kOther, std::make_shared<Listener>());
  EXPECT_THAT(ops.open_ops(kOurs), ElementsAre(ours));
  EXPECT_EQ(ops.abandon(kOurs), 1u);
  EXPECT_EQ(listener->heard.size(), 1u);
  EXPECT_GT(listener.use_count(), 1) << "what the connector may still read is kept";
  EXPECT_FALSE(ops.complete(kOurs, ours, {}));
  EXPECT_EQ(listener->heard.size(), 1u);
  EXPECT_EQ(listener.use_count(), 1);
  EXPECT_THAT(ops.open_ops(kOther), ElementsAre(other));
}

TEST_F(OpTableTest, lets_one_of_two_racing_answers_win) {
  for (int round = 0; round < 200; ++round) {
    const OpId op = ops.open(kOurs, listener);
    bool first = false;
    std::thread racer([&] { first = ops.complete(kOurs, op, {}); });
    const bool second = ops.complete(kOurs, op, {});
    racer.join();
    EXPECT_NE(first, second);
  }
  EXPECT_EQ(listener->heard.size(), 200u);
}

}  // namespace
}  // namespace jackfield::loader
