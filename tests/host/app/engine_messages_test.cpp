#include "app/engine_messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_gateway.hpp"
#include "support/inline_executor.hpp"
#include "support/manual_clock.hpp"
#include "support/scripted_sender.hpp"

namespace jackfield::app {
namespace {

class EngineMessagesTest : public testing::Test {
 protected:
  // What was answered, once all answers have run.
  services::MessagePort::Done hear() {
    return [this](Result<std::string> json) { heard = json ? *json : json.failure().message; };
  }

  test::InlineExecutor threads;
  test::ManualClock clock;
  test::FakeGateway gateway{threads};
  test::ScriptedSender http;
  std::string heard;
};

TEST_F(EngineMessagesTest, publish_through_the_gateway) {
  EngineMessages messages(gateway, http, "");
  messages.publish({.name = "paid", .tenant_id = "t1"}, Deadline::in(1s, clock), hear());
  threads.run_all();
  ASSERT_EQ(gateway.messages.size(), 1u);
  EXPECT_EQ(gateway.messages[0].name, "paid");
  EXPECT_EQ(gateway.messages[0].time_to_live, 1h);
  EXPECT_THAT(heard, testing::HasSubstr(R"("tenantId":"t1")"));
  EXPECT_TRUE(http.requests.empty());
}

TEST_F(EngineMessagesTest, correlate_through_rest) {
  EngineMessages messages(gateway, http, "http://engine:8080");
  messages.correlate({.name = "paid"}, Deadline::in(1s, clock), hear());
  http.answer(200, R"({"messageKey":1,"processInstanceKey":2})");
  EXPECT_EQ(heard, R"({"messageKey":1,"processInstanceKey":2,"tenantId":"<default>"})");
}

TEST_F(EngineMessagesTest, say_which_setting_correlation_needs) {
  EngineMessages messages(gateway, http, "");
  messages.correlate({.name = "paid"}, Deadline::in(1s, clock), hear());
  EXPECT_THAT(heard, testing::HasSubstr("documents.rest-address"));
}

}  // namespace
}  // namespace jackfield::app
