#include <filesystem>
#include <fstream>
#include <iterator>

#include "grpc/gateway_fixture.hpp"
#include "support/tcp_relay.hpp"

namespace jackfield::gateway {
namespace {

using test::job;
using test::ScriptedGateway;
using test::Seen;
using test::TcpRelay;
using testing::ElementsAre;
using testing::HasSubstr;

class ChannelTest : public GatewayFixture {
 protected:
  // As a worker does: again and again until it goes through.
  bool completes_in_the_end(Gateway& gateway) {
    const Deadline patience = Deadline::in(10s, system_clock());
    while (!patience.has_passed(system_clock())) {
      if (fault_of_complete(gateway, 1s) == "ok") return true;
    }
    return false;
  }
};

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

// Certificates are made by the openssl command, fresh for each run.
class TlsTest : public ChannelTest {
 protected:
  void SetUp() override {
    run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test-ca"
        " -keyout ca.key -out ca.pem");
    run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=zeebe"
        " -keyout server.key -out server.csr");
    std::ofstream(folder_ / "names") << "subjectAltName=DNS:zeebe.test\n";
    run("openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names"
        " -out server.pem");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void run(const std::string& command) {
    const std::string line = "cd '" + folder_.string() + "' && " + command + " 2>openssl.log";
    ASSERT_EQ(std::system(line.c_str()), 0) << content("openssl.log");
  }

  std::string content(const char* name) {
    std::ifstream file(folder_ / name);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  Settings tls_settings(const ScriptedGateway& secure) {
    return {.address = secure.address(), .ca_file = (folder_ / "ca.pem").string(), .authority = "zeebe.test"};
  }

  static std::filesystem::path fresh_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "jackfield-tls-XXXXXX").string();
    return ::mkdtemp(name.data());
  }

  const std::filesystem::path folder_ = fresh_folder();
};

TEST_F(TlsTest, trusts_the_certificate_it_was_given) {
  ScriptedGateway secure({.certificate = content("server.pem"), .private_key = content("server.key")});
  const auto gateway = connected(tls_settings(secure));
  EXPECT_EQ(fault_of_complete(*gateway), "ok");
}

TEST_F(TlsTest, trusts_nobody_else) {
  ScriptedGateway secure({.certificate = content("server.pem"), .private_key = content("server.key")});
  Settings settings = tls_settings(secure);
  settings.ca_file.clear();
  EXPECT_EQ(fault_of_complete(*connected(settings)), "unavailable");
}

TEST_F(TlsTest, wants_the_name_in_the_certificate) {
  ScriptedGateway secure({.certificate = content("server.pem"), .private_key = content("server.key")});
  Settings settings = tls_settings(secure);
  settings.authority.clear();
  EXPECT_EQ(fault_of_complete(*connected(settings)), "unavailable");
}

TEST_F(TlsTest, says_which_file_it_cannot_read) {
  const auto refused =
      connect({.address = "https://zeebe", .ca_file = "/nowhere/ca.pem"}, system_clock(), log::Logger{}, registry_);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.failure().message, HasSubstr("/nowhere/ca.pem"));
}

}  // namespace
}  // namespace jackfield::gateway
