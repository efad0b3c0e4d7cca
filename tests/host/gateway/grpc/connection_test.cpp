#include "gateway/grpc/connection.hpp"

#include "grpc/gateway_fixture.hpp"
#include "support/fake_token_source.hpp"

namespace jackfield::gateway {
namespace {

using test::FakeTokenSource;
using test::job;
using test::Seen;
using testing::ElementsAre;
using testing::HasSubstr;

class ConnectionTest : public GatewayFixture {
 protected:
  std::string last_authorization() { return peer.seen().commands.back().authorization; }

  FakeTokenSource tokens{"Bearer one"};
};

TEST_F(ConnectionTest, shows_nothing_where_nothing_is_wanted) {
  EXPECT_EQ(fault_of_complete(*connected()), "ok");
  EXPECT_EQ(last_authorization(), "");
}

TEST_F(ConnectionTest, shows_the_token_with_every_kind_of_call) {
  peer.require_authorization("Bearer one");
  const auto gateway = connected({.address = peer.address()}, &tokens);
  EXPECT_EQ(fault_of_complete(*gateway), "ok");
  peer.enqueue({job(1)});
  EXPECT_THAT(poll(*gateway)->keys_when(1), ElementsAre(1));
  peer.push(job(2));
  const auto listening = listener();
  const auto stream = gateway->open_stream({.type = {"test:job:1"}, .worker = "w"}, listening);
  stream->read_next();
  EXPECT_THAT(listening->received.keys_when(1), ElementsAre(2));
}

TEST_F(ConnectionTest, asks_for_the_token_before_each_call) {
  const auto gateway = connected({.address = peer.address()}, &tokens);
  ASSERT_EQ(fault_of_complete(*gateway), "ok");
  tokens.give("Bearer two");
  ASSERT_EQ(fault_of_complete(*gateway), "ok");
  EXPECT_EQ(last_authorization(), "Bearer two");
}

TEST_F(ConnectionTest, sends_nothing_while_there_is_no_token) {
  tokens.give("");
  const auto gateway = connected({.address = peer.address()}, &tokens);
  EXPECT_EQ(fault_of_complete(*gateway), "unavailable");
  const auto polled = poll(*gateway);
  EXPECT_EQ(polled->ended(), "unavailable");
  EXPECT_EQ(polled->message(), "no token was given");
  const auto listening = listener();
  const auto stream = gateway->open_stream({.type = {"test:job:1"}, .worker = "w"}, listening);
  stream->read_next();
  EXPECT_EQ(listening->received.ended(), "unavailable");
  const Seen seen = peer.seen();
  EXPECT_EQ(seen.commands.size() + seen.polls.size() + seen.streams.size(), 0u);
}

TEST_F(ConnectionTest, hands_back_a_token_that_was_refused_and_calls_it_worth_another_try) {
  peer.require_authorization("Bearer two");
  tokens.next_after_refusal("Bearer two");
  const auto gateway = connected({.address = peer.address()}, &tokens);
  EXPECT_EQ(fault_of_complete(*gateway), "unavailable");
  EXPECT_THAT(tokens.refusals(), ElementsAre(HasSubstr("Bearer one: Expected bearer token")));
  EXPECT_EQ(fault_of_complete(*gateway), "ok");
}

TEST_F(ConnectionTest, says_once_that_it_is_not_let_in) {
  std::vector<std::string> lines;
  log::Log log(
      {}, [](void* to, std::string_view line) { static_cast<std::vector<std::string>*>(to)->emplace_back(line); },
      &lines);
  peer.require_authorization("Bearer one");
  {
    auto gateway = connect({.address = peer.address()}, system_clock(), log.room("gateway"), registry_);
    ASSERT_TRUE(gateway.ok());
    EXPECT_EQ(fault_of_complete(**gateway), "invalid input");
    EXPECT_EQ(fault_of_complete(**gateway), "invalid input");
  }
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], HasSubstr("level=error"));
  EXPECT_THAT(lines[0], HasSubstr("does not let us in"));
}

}  // namespace
}  // namespace jackfield::gateway
