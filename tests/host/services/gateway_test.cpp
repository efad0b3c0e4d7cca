#include <gmock/gmock.h>

#include "host/services/services_fixture.hpp"

namespace jackfield::services {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class GatewayServiceTest : public ServicesFixture {
 protected:
  using Replies = std::vector<std::pair<jf_status, std::string>>;

  static void note(void* replies, const jf_gateway_reply* reply) {
    static_cast<Replies*>(replies)->emplace_back(
        reply->status, std::string(view(reply->status == JF_OK ? reply->json : reply->message)));
  }

  static jf_message message_named(std::string_view name) {
    jf_message message{};
    message.struct_size = sizeof(message);
    message.name = borrow(name);
    message.time_to_live_ms = -1;
    return message;
  }
  jf_status publish(const jf_message& message) { return gateway.publish(ctx(), &message, &note, &replies); }

  const jf_host_gateway& gateway = table<jf_host_gateway>(JF_HOST_GATEWAY);
  Replies replies;
};

TEST_F(GatewayServiceTest, hands_a_message_over_and_brings_the_answer) {
  jf_message message = message_named("paid");
  message.correlation_key = borrow("order-1");
  message.variables_json = borrow(R"({"a":1})");
  message.time_to_live_ms = 5'000;
  message.timeout_ms = 2'000;
  ASSERT_EQ(publish(message), JF_OK);
  ASSERT_EQ(messages.calls.size(), 1u);
  EXPECT_EQ(messages.calls[0].message.correlation_key, "order-1");
  EXPECT_EQ(messages.calls[0].message.time_to_live, 5s);
  EXPECT_EQ(messages.calls[0].by, Deadline::in(2s, clock));
  EXPECT_EQ(host->outstanding(), 1u);
  messages.calls[0].done(std::string(R"({"messageKey":7})"));
  EXPECT_THAT(replies, IsEmpty());  // never on the engine's stack
  executor.run_all();
  EXPECT_THAT(replies, ElementsAre(Pair(JF_OK, R"({"messageKey":7})")));
  EXPECT_EQ(host->outstanding(), 0u);
}

TEST_F(GatewayServiceTest, says_what_the_engine_says) {
  const jf_message message = message_named("paid");
  ASSERT_EQ(gateway.correlate(ctx(), &message, &note, &replies), JF_OK);
  EXPECT_TRUE(messages.calls.at(0).is_correlation);
  EXPECT_EQ(messages.calls[0].message.time_to_live, std::nullopt);
  messages.calls[0].done(Failure{Fault::NotFound, "nobody waits"});
  executor.run_all();
  EXPECT_THAT(replies, ElementsAre(Pair(JF_ERR_NOT_FOUND, "nobody waits")));
}

TEST_F(GatewayServiceTest, ends_with_its_op) {
  jf_message message = message_named("paid");
  message.on_behalf_of = 5;
  ASSERT_EQ(publish(message), JF_OK);
  ports.cancelled.insert(5);
  clock.advance(200ms);
  executor.run_all();
  EXPECT_THAT(replies, ElementsAre(Pair(JF_ERR_CANCELLED, "the job was cancelled")));
  messages.calls.at(0).done(std::string("{}"));  // too late
  executor.run_all();
  EXPECT_EQ(replies.size(), 1u);
}

TEST_F(GatewayServiceTest, is_told_of_the_close) {
  ASSERT_EQ(publish(message_named("paid")), JF_OK);
  host->close();
  executor.run_all();
  EXPECT_THAT(replies, ElementsAre(Pair(JF_ERR_CLOSING, "the host ends")));
  EXPECT_EQ(publish(message_named("paid")), JF_ERR_CLOSING);
}

TEST_F(GatewayServiceTest, refuses_what_is_no_message) {
  EXPECT_EQ(publish(message_named("")), JF_ERR_INVALID);
  EXPECT_EQ(publish(message_named("\xFF")), JF_ERR_INVALID);
  jf_message list = message_named("paid");
  list.variables_json = borrow(" [1]");
  EXPECT_EQ(publish(list), JF_ERR_INVALID);
  jf_message flagged = message_named("paid");
  flagged.flags = 1;
  EXPECT_EQ(publish(flagged), JF_ERR_UNSUPPORTED);
  const jf_message good = message_named("paid");
  EXPECT_EQ(gateway.publish(ctx(), &good, nullptr, nullptr), JF_ERR_INVALID);
  EXPECT_THAT(messages.calls, IsEmpty());
}

}  // namespace
}  // namespace jackfield::services
