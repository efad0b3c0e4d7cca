#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "support/child_process.hpp"
#include "support/reload_load.hpp"

namespace jackfield {
namespace {

using test::ReloadTally;
using testing::UnorderedElementsAre;

const std::filesystem::path kFixtures = std::filesystem::path(JF_BINARY_DIR) / "fixtures";

class ReloadTest : public testing::Test {
 protected:
  ReloadTest() {
    std::filesystem::create_directory(plugins);
    std::filesystem::copy_file(kFixtures / "fixture_ok.so", plugins / "ok.so");
    std::ofstream(folder / "truncated.so") << "\x7f"
                                              "ELF, but not for long";
  }

  test::ChildProcess start_host() {
    return test::ChildProcess({{std::string(JF_BINARY_DIR) + "/bin/jackfield", "run", "--plugins", plugins.string()},
                               {{"ZEEBE_ADDRESS", "127.0.0.1:" + std::to_string(gateway.port())}},
                               folder / "host.log"});
  }

  test::TemporaryFolder folder;
  const std::filesystem::path plugins = folder / "plugins";
  test::ScriptedGateway gateway;
};

TEST_F(ReloadTest, loses_and_doubles_no_job_while_the_plugin_is_replaced_under_load) {
  test::ChildProcess host = start_host();
  const auto v1 = kFixtures / "fixture_ok.so";
  const auto v2 = kFixtures / "fixture_ok_v2.so";
  const ReloadTally tally = test::ReloadLoad(gateway).run({.plugin = plugins / "ok.so",
                                                           .swaps = {{1500ms, v2},
                                                                     {3000ms, folder / "truncated.so"},
                                                                     {4500ms, v1},
                                                                     {6000ms, kFixtures / "fixture_create_fails.so"},
                                                                     {7500ms, v2},
                                                                     {9000ms, v1}}});
  EXPECT_EQ(tally.created, 2000u);
  EXPECT_EQ(tally.completed, tally.created) << host.output();
  EXPECT_EQ(tally.duplicates, 0u);
  EXPECT_EQ(tally.failures, 0u);
  EXPECT_THAT(tally.results,
              UnorderedElementsAre(R"({"result":{"version":"1.0.0"}})", R"({"result":{"version":"2.0.0"}})"));
  host.signal(SIGTERM);
  EXPECT_EQ(host.wait(30s), 0) << host.output();
}

}  // namespace
}  // namespace jackfield
