#include "grpc/gateway_fixture.hpp"
#include "support/tcp_relay.hpp"

namespace jackfield::gateway {
namespace {

using test::job;
using test::Seen;
using test::TcpRelay;
using testing::ElementsAre;
using testing::HasSubstr;

using ChannelTest = GatewayFixture;

TEST_F(ChannelTest, tells_each_call_that_nobody_is_there) {
  const auto gateway = connected();
  peer.stop();
  EXPECT_EQ(fault_of_complete(*gateway), "unavailable");
  EXPECT_EQ(poll(*gateway)->ended(), "unavailable");
}

TEST_F(ChannelTest, ends_what_was_open_when_the_peer_stops) {
  const auto gateway = connected();
  const auto polled = poll(*gateway);
  const auto listening = listener();
  const auto stream = gateway->open_stream({.type = {"test:job:1"}, .worker = "w"}, listening);
  stream->read_next();
  ASSERT_TRUE(peer.wait_until([](const Seen& seen) { return seen.polls_open + seen.streams_open == 2; }));

  peer.stop();

  EXPECT_NE(polled->ended(), "ok");
  EXPECT_NE(listening->received.ended(), "ok");
}

TEST_F(ChannelTest, connects_again_by_itself_after_a_restart) {
  const auto gateway = connected();
  ASSERT_EQ(fault_of_complete(*gateway), "ok");
  peer.stop();
  ASSERT_NE(fault_of_complete(*gateway), "ok");

  peer.start();

  EXPECT_TRUE(completes_in_the_end(*gateway));
  peer.enqueue({job(3)});
  EXPECT_THAT(poll(*gateway)->keys_when(1), ElementsAre(3));
}

TEST_F(ChannelTest, survives_a_connection_that_is_reset) {
  TcpRelay wire(peer.port());
  const auto gateway = connected({.address = wire.address()});
  const auto polled = poll(*gateway);
  ASSERT_TRUE(peer.wait_until([](const Seen& seen) { return seen.polls_open == 1; }));

  wire.cut();

  EXPECT_EQ(polled->ended(), "unavailable");
  EXPECT_TRUE(completes_in_the_end(*gateway));
}

TEST_F(ChannelTest, finds_out_that_a_connection_is_only_half_open) {
  TcpRelay wire(peer.port());
  const auto gateway = connected({.address = wire.address(), .keepalive = 100ms, .keepalive_timeout = 100ms});
  const auto listening = listener();
  const auto stream = gateway->open_stream({.type = {"test:job:1"}, .worker = "w"}, listening);
  stream->read_next();
  ASSERT_TRUE(peer.wait_until([](const Seen& seen) { return seen.streams_open == 1; }));

  wire.freeze();

  EXPECT_EQ(listening->received.ended(), "unavailable");
}

TEST_F(ChannelTest, refuses_a_message_over_the_limit) {
  const auto gateway = connected({.address = peer.address(), .max_message_bytes = 100'000});
  Job big = job(1);
  big.variables = std::string(200'000, ' ') + "{}";
  peer.enqueue({big});

  const auto received = poll(*gateway);

  EXPECT_EQ(received->ended(), "rejected");
  EXPECT_THAT(received->message(), HasSubstr("larger than max"));
}

TEST_F(ChannelTest, takes_a_full_batch) {
  const auto gateway = connected();
  std::vector<Job> batch;
  for (int key = 1; key <= 40; ++key) batch.push_back(job(key));
  for (Job& it : batch) it.variables = std::string(100'000, ' ') + "{}";
  batch.resize(32);  // what a poll asks for at most
  peer.enqueue(batch);

  EXPECT_EQ(poll(*gateway)->keys_when(32).size(), 32u);
}

TEST_F(ChannelTest, refuses_an_address_that_is_none) {
  const auto refused = connect({.address = "ftp://zeebe"}, system_clock(), log::Logger{}, registry_);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.failure().fault, Fault::InvalidInput);
}

}  // namespace
}  // namespace jackfield::gateway
