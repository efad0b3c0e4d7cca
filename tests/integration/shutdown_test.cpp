#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <map>

#include "support/child_process.hpp"
#include "support/jobs.hpp"
#include "support/scripted_gateway.hpp"

namespace jackfield {
namespace {

using test::ChildProcess;
using test::job;
using test::Seen;
using test::SeenCommand;
using testing::Each;
using testing::Pair;

constexpr const char* kQuick = "fixture:ok:1";   // answers at once
constexpr const char* kHeld = "fixture:slow:1";  // answers when it is told to stop

std::size_t count(const Seen& seen, std::string_view rpc) {
  return static_cast<std::size_t>(std::count_if(seen.commands.begin(), seen.commands.end(),
                                                [&](const SeenCommand& command) { return command.rpc == rpc; }));
}

class ShutdownTest : public testing::Test {
 protected:
  ShutdownTest() {
    const std::filesystem::path fixtures = std::filesystem::path(JF_BINARY_DIR) / "fixtures";
    std::filesystem::create_directory(plugins);
    std::filesystem::copy_file(fixtures / "fixture_ok.so", plugins / "ok.so");
    std::filesystem::copy_file(fixtures / "fixture_slow.so", plugins / "slow.so");
  }

  ChildProcess& start_host(const std::string& grace = "25s") {
    return host.emplace(ChildProcess::Command{{std::string(JF_BINARY_DIR) + "/bin/jackfield", "run", "--plugins",
                                               plugins.string(), "--shutdown-grace", grace},
                                              {{"ZEEBE_ADDRESS", "127.0.0.1:" + std::to_string(gateway.port())}},
                                              folder / "host.log"});
  }

  bool wait_for_streams() {
    return gateway.wait_until([](const Seen& seen) { return seen.streams_open == 2; });
  }

  bool complete(std::int64_t key) {
    gateway.push(job(key, kQuick));
    return gateway.wait_until([&](const Seen& seen) {
      return std::any_of(seen.commands.begin(), seen.commands.end(),
                         [&](const SeenCommand& it) { return it.job_key == key && it.rpc == "CompleteJob"; });
    });
  }

  // The held jobs were sent before the quick ones, on the same connection.
  void give_it_jobs_to_hold() {
    for (std::int64_t key = 1; key <= 3; ++key) gateway.push(job(key, kHeld));
    ASSERT_TRUE(gateway.wait_until([](const Seen& seen) { return seen.jobs_written == 3; }));
    for (std::int64_t key = 4; key <= 14; ++key) ASSERT_TRUE(complete(key));
  }

  test::TemporaryFolder folder;
  const std::filesystem::path plugins = folder / "plugins";
  test::ScriptedGateway gateway;
  std::optional<ChildProcess> host;
};

TEST_F(ShutdownTest, hands_back_what_its_connectors_hold_and_ends_well) {
  start_host("4s");
  ASSERT_TRUE(wait_for_streams());
  give_it_jobs_to_hold();
  host->signal(SIGTERM);
  EXPECT_EQ(host->wait(10s), 0) << host->output();
  const Seen seen = gateway.seen();
  EXPECT_EQ(count(seen, "FailJob"), 3u);
  for (const SeenCommand& command : seen.commands) {
    EXPECT_EQ(command.retries, command.rpc == "FailJob" ? 3 : 0);
  }
}

TEST_F(ShutdownTest, reports_no_job_twice_when_it_ends_under_load) {
  start_host();
  ASSERT_TRUE(wait_for_streams());
  for (std::int64_t key = 1; key <= 2000; ++key) gateway.push(job(key, kQuick));
  ASSERT_TRUE(gateway.wait_until([](const Seen& seen) { return seen.commands.size() > 200; }));
  host->signal(SIGTERM);
  EXPECT_EQ(host->wait(10s), 0) << host->output();
  std::map<std::int64_t, int> reports;
  for (const SeenCommand& command : gateway.seen().commands) ++reports[command.job_key];
  EXPECT_THAT(reports, Each(Pair(testing::_, 1)));
}

TEST_F(ShutdownTest, ends_at_once_on_a_second_signal) {
  start_host();
  ASSERT_TRUE(wait_for_streams());
  give_it_jobs_to_hold();
  host->signal(SIGTERM);
  ASSERT_TRUE(gateway.wait_until([](const Seen& seen) { return seen.streams_open == 0; }));
  host->signal(SIGTERM);
  EXPECT_EQ(host->wait(5s), 128 + SIGTERM) << host->output();
}

TEST_F(ShutdownTest, ends_well_although_the_gateway_is_gone) {
  start_host("2s");
  ASSERT_TRUE(wait_for_streams());
  give_it_jobs_to_hold();
  gateway.stop();
  host->signal(SIGTERM);
  EXPECT_EQ(host->wait(10s), 0) << host->output();
}

TEST_F(ShutdownTest, takes_jobs_again_when_the_gateway_comes_back) {
  start_host();
  ASSERT_TRUE(wait_for_streams());
  ASSERT_TRUE(complete(1));
  gateway.stop();
  gateway.start();
  ASSERT_TRUE(wait_for_streams());
  EXPECT_TRUE(complete(2));
  host->signal(SIGTERM);
  EXPECT_EQ(host->wait(10s), 0) << host->output();
}

TEST_F(ShutdownTest, waits_for_a_gateway_that_starts_after_it) {
  gateway.stop();
  start_host();
  gateway.start();
  ASSERT_TRUE(wait_for_streams()) << host->output();
  EXPECT_TRUE(complete(1));
}

}  // namespace
}  // namespace jackfield
