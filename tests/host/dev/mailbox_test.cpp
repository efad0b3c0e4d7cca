#include "dev/mailbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/manual_clock.hpp"

namespace jackfield::dev {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class MailboxTest : public testing::Test {
 protected:
  static Waiting waiting(std::int64_t instance, std::string process = "p") {
    return {"paid", "order-1", std::move(process), {instance}};
  }
  static PublishedMessage message(milliseconds time_to_live = 0ms, std::string id = "") {
    return {1, "paid", "order-1", std::move(id), {{"x", "1"}}, time_to_live};
  }

  test::ManualClock clock;
  Mailbox box{clock};
};

TEST_F(MailboxTest, gives_a_message_to_one_instance_of_each_process) {
  box.await(waiting(1));
  box.await(waiting(2));
  box.await(waiting(3, "q"));
  EXPECT_THAT(box.publish(message()), ElementsAre(ProcessInstanceKey{1}, ProcessInstanceKey{3}));
  EXPECT_THAT(box.publish(message()), ElementsAre(ProcessInstanceKey{2}));
}

TEST_F(MailboxTest, tells_names_and_keys_apart) {
  box.await({"paid", "order-2", "p", {1}});
  box.await({"sent", "order-1", "p", {2}});
  EXPECT_THAT(box.publish(message()), IsEmpty());
  EXPECT_EQ(box.correlate("paid", "order-1"), std::nullopt);
}

TEST_F(MailboxTest, keeps_a_message_until_its_time_is_over) {
  box.publish(message(10s));
  EXPECT_EQ(box.await(waiting(1)), (Variables{{"x", "1"}}));
  EXPECT_EQ(box.await(waiting(2)), std::nullopt);  // its process had it
  clock.advance(10s);
  EXPECT_EQ(box.await(waiting(3, "q")), std::nullopt);
}

TEST_F(MailboxTest, keeps_no_message_without_time) {
  box.publish(message());
  EXPECT_EQ(box.await(waiting(1)), std::nullopt);
}

TEST_F(MailboxTest, knows_ids_of_messages_that_it_keeps) {
  box.publish(message(10s, "m1"));
  EXPECT_TRUE(box.holds(message(0ms, "m1")));
  EXPECT_FALSE(box.holds(message(0ms, "m2")));
  EXPECT_FALSE(box.holds(message()));
  clock.advance(10s);
  EXPECT_FALSE(box.holds(message(0ms, "m1")));
}

TEST_F(MailboxTest, correlates_with_who_has_waited_longest) {
  box.await(waiting(1));
  box.await(waiting(2));
  EXPECT_EQ(box.correlate("paid", "order-1"), ProcessInstanceKey{1});
  box.forget({2});
  EXPECT_EQ(box.correlate("paid", "order-1"), std::nullopt);
}

}  // namespace
}  // namespace jackfield::dev
