// The real host with plugins in processes of their own: what happens to them happens to nobody else.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

#include "support/child_process.hpp"
#include "support/jobs.hpp"
#include "support/reload_load.hpp"

namespace jackfield {
namespace {

using test::job;
using test::ReloadTally;
using test::Seen;
using test::SeenCommand;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

const std::filesystem::path kFixtures = std::filesystem::path(JF_BINARY_DIR) / "fixtures";
constexpr const char* kHealthy = "fixture:ok:1";
constexpr const char* kHarmful = "fixture:ends-its-process:1";

// The processes of this parent.
std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "stat");
    std::string pid, name, state;
    pid_t owner = 0;
    if (file >> pid >> name >> state >> owner && owner == parent) found.push_back(std::stoi(pid));
  }
  return found;
}

bool is_there(pid_t pid) {
  return std::filesystem::exists("/proc/" + std::to_string(pid) + "/exe");
}

class IsolatedHostTest : public testing::Test {
 protected:
  IsolatedHostTest() {
    std::filesystem::create_directory(plugins);
    std::filesystem::copy_file(kFixtures / "fixture_ok.so", plugins / "ok.so");
  }

  test::ChildProcess start_host() {
    return test::ChildProcess(
        {{std::string(JF_BINARY_DIR) + "/bin/jackfield", "run", "--plugins", plugins.string()},
         {{"ZEEBE_ADDRESS", "127.0.0.1:" + std::to_string(gateway.port())}, {"JACKFIELD_PLUGINS_ISOLATION", "process"}},
         folder / "host.log"});
  }

  bool wait_for_streams(std::size_t count) {
    return gateway.wait_until([=](const Seen& seen) { return seen.streams_open == count; });
  }

  // What was reported of a job; empty if nothing was.
  SeenCommand report_of(std::int64_t key) {
    SeenCommand found;
    gateway.wait_until([&](const Seen& seen) {
      const auto at = std::find_if(seen.commands.begin(), seen.commands.end(),
                                   [&](const SeenCommand& command) { return command.job_key == key; });
      if (at != seen.commands.end()) found = *at;
      return at != seen.commands.end();
    });
    return found;
  }

  test::TemporaryFolder folder;
  const std::filesystem::path plugins = folder / "plugins";
  test::ScriptedGateway gateway;
};

TEST_F(IsolatedHostTest, a_crash_fails_its_own_job_within_a_second_and_no_other) {
  std::filesystem::copy_file(kFixtures / "fixture_ends_its_process.so", plugins / "harmful.so");
  test::ChildProcess host = start_host();
  ASSERT_TRUE(wait_for_streams(2)) << host.output();
  for (const char* wish : {R"({"do":"segfault"})", R"({"do":"abort"})", R"({"do":"exit"})"}) {
    static std::int64_t key = 100;
    Job harmful = job(++key, kHarmful);
    harmful.variables = wish;
    const TimePoint pushed = system_clock().now();
    gateway.push(harmful);
    for (int i = 0; i < 20; ++i) gateway.push(job(key * 1000 + i, kHealthy));
    const SeenCommand report = report_of(key);
    EXPECT_EQ(report.rpc, "FailJob") << wish << host.output();
    EXPECT_THAT(report.message, HasSubstr("JFP-0151"));
    EXPECT_LT(report.arrived - pushed, 1s) << wish;
    for (int i = 0; i < 20; ++i) EXPECT_EQ(report_of(key * 1000 + i).rpc, "CompleteJob");
    Job harmless = job(key * 1000 + 999, kHarmful);  // taken by the next process
    gateway.push(harmless);
    EXPECT_EQ(report_of(harmless.key.value).rpc, "CompleteJob") << host.output();
  }
  host.signal(SIGTERM);
  EXPECT_EQ(host.wait(20s), 0) << host.output();
}

TEST_F(IsolatedHostTest, a_killed_host_leaves_no_process_behind) {
  test::ChildProcess host = start_host();
  ASSERT_TRUE(wait_for_streams(1)) << host.output();
  const std::vector<pid_t> runners = children_of(host.pid());
  ASSERT_EQ(runners.size(), 1U);
  host.signal(SIGKILL);
  host.wait(10s);
  const Deadline by = Deadline::in(5s, system_clock());
  while (is_there(runners[0]) && !by.has_passed(system_clock())) std::this_thread::yield();
  EXPECT_FALSE(is_there(runners[0]));
}

TEST_F(IsolatedHostTest, loses_and_doubles_no_job_while_an_isolated_plugin_is_replaced) {
  test::ChildProcess host = start_host();
  const ReloadTally tally = test::ReloadLoad(gateway).run(
      {.length = 5s,
       .plugin = plugins / "ok.so",
       .swaps = {{1500ms, kFixtures / "fixture_ok_v2.so"}, {3000ms, kFixtures / "fixture_ok.so"}}});
  EXPECT_EQ(tally.completed, tally.created) << host.output();
  EXPECT_EQ(tally.duplicates, 0U);
  EXPECT_EQ(tally.failures, 0U);
  EXPECT_THAT(tally.results,
              UnorderedElementsAre(R"({"result":{"version":"1.0.0"}})", R"({"result":{"version":"2.0.0"}})"));
  host.signal(SIGTERM);
  EXPECT_EQ(host.wait(30s), 0) << host.output();
}

}  // namespace
}  // namespace jackfield
