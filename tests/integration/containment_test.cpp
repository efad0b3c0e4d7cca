#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <optional>

#include "support/child_process.hpp"
#include "support/jobs.hpp"
#include "support/scripted_gateway.hpp"

namespace jackfield {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::filesystem::path kFixtures = std::filesystem::path(JF_BINARY_DIR) / "fixtures";
constexpr const char* kType = "fixture:misbehaves:1";

// The real host, with a plugin that does what its jobs say, and another that has nothing to do with it.
class ContainmentTest : public testing::Test {
 protected:
  ContainmentTest() {
    std::filesystem::create_directory(plugins);
    place("fixture_misbehaves", "misbehaves.so");
    place("fixture_ok", "ok.so");
  }

  void place(const std::string& fixture, const std::string& name) const {
    std::filesystem::copy_file(kFixtures / (fixture + ".so"), plugins / (name + ".tmp"));
    std::filesystem::rename(plugins / (name + ".tmp"), plugins / name);
  }

  void start_host(std::map<std::string, std::string> environment = {}) {
    environment.insert({"ZEEBE_ADDRESS", "127.0.0.1:" + std::to_string(gateway.port())});
    environment.insert({"JACKFIELD_PLUGINS_SHADOW_FOLDER", (folder / "shadow").string()});
    host.emplace(test::ChildProcess::Command{
        {std::string(JF_BINARY_DIR) + "/bin/jackfield", "run", "--plugins", plugins.string()},
        std::move(environment),
        folder / fmt::format("host-{}.log", ++hosts)});
  }

  void push(std::int64_t key, const std::string& type, const std::string& variables) {
    Job job = test::job(key, type);
    job.variables = variables;
    job.custom_headers = R"({"resultVariable":"result"})";
    gateway.push(job);
  }

  // What is reported of that job.
  std::optional<test::SeenCommand> report_of(std::int64_t key) {
    const auto is_it = [key](const test::SeenCommand& command) { return command.job_key == key; };
    std::optional<test::SeenCommand> found;
    gateway.wait_until([&](const test::Seen& seen) {
      const auto at = std::find_if(seen.commands.begin(), seen.commands.end(), is_it);
      if (at != seen.commands.end()) found = *at;
      return found.has_value();
    });
    return found;
  }

  bool is_asked_for(const std::string& type) {
    return gateway.wait_until([&](const test::Seen& seen) {
      return std::any_of(seen.streams.begin(), seen.streams.end(), [&](const auto& it) { return it.type == type; });
    });
  }

  // The host dies by a job; how it ended.
  std::optional<int> die_by(const std::string& deed) {
    EXPECT_TRUE(is_asked_for(kType));
    push(4711, kType, fmt::format(R"({{"do":"{}"}})", deed));
    return host->wait(10s);
  }

  // Serves again; types asked for by the host before are forgotten.
  void restart_host() {
    gateway.stop();
    gateway.start();
    gateway.forget();
    start_host();
  }

  void expect_only_the_other_serves() {
    push(1, "fixture:ok:1", "{}");
    const auto report = report_of(1);
    ASSERT_TRUE(report) << host->output();
    EXPECT_EQ(report->rpc, "CompleteJob");
    host->signal(SIGTERM);
    EXPECT_EQ(host->wait(10s), 0);
  }

  test::TemporaryFolder folder;
  const std::filesystem::path plugins = folder / "plugins";
  test::ScriptedGateway gateway;
  std::optional<test::ChildProcess> host;
  int hosts = 0;
};

TEST_F(ContainmentTest, a_segmentation_fault_is_held_against_the_plugin_that_caused_it) {
  start_host();
  EXPECT_EQ(die_by("segfault"), 128 + SIGSEGV);
  EXPECT_THAT(host->output(),
              HasSubstr("jackfield: plugin fixture.misbehaves 1.0.0 ended the host in execute by signal "
                        "11, job 4711"));
  restart_host();
  expect_only_the_other_serves();
  EXPECT_THAT(host->output(), HasSubstr("crashed in execute by signal 11 (Segmentation fault), job 4711"));
  EXPECT_THAT(host->output(), HasSubstr("JFP-0128 rejected misbehaves.so"));
}

TEST_F(ContainmentTest, a_changed_file_is_trusted_again) {
  start_host();
  EXPECT_EQ(die_by("abort"), 128 + SIGABRT);
  restart_host();
  EXPECT_TRUE(is_asked_for("fixture:ok:1"));
  place("fixture_misbehaves_v2", "misbehaves.so");
  push(2, kType, "{}");
  const auto report = report_of(2);
  ASSERT_TRUE(report) << host->output();
  EXPECT_EQ(report->variables, R"({"result":{"version":"2.0.0"}})");
}

TEST_F(ContainmentTest, a_stack_that_overflows_is_written_down_too) {
  start_host();
  EXPECT_EQ(die_by("overflow"), 128 + SIGSEGV);
  restart_host();
  expect_only_the_other_serves();
  EXPECT_THAT(host->output(), HasSubstr("crashed in execute by signal 11"));
}

TEST_F(ContainmentTest, a_crash_in_a_thread_of_the_plugins_own_is_found_by_its_code) {
  start_host();
  EXPECT_EQ(die_by("segfault-in-thread"), 128 + SIGSEGV);
  restart_host();
  expect_only_the_other_serves();
  EXPECT_THAT(host->output(), HasSubstr("crashed in a thread or callback of its own by signal 11"));
}

TEST_F(ContainmentTest, a_plugin_that_calls_exit_is_held_to_it) {
  start_host();
  EXPECT_EQ(die_by("exit"), 7);
  restart_host();
  expect_only_the_other_serves();
  EXPECT_THAT(host->output(), HasSubstr("ended the host by calling exit in execute, job 4711"));
}

// One host for all that ends in nothing worse than a job.
TEST_F(ContainmentTest, what_a_connector_does_to_its_jobs_stays_with_its_jobs) {
  start_host();
  ASSERT_TRUE(is_asked_for(kType));

  push(1, kType, R"({"do":"throw"})");
  const auto thrown = report_of(1);
  ASSERT_TRUE(thrown) << host->output();
  EXPECT_EQ(thrown->rpc, "FailJob");
  EXPECT_THAT(thrown->message, AllOf(HasSubstr("JFP-0123"), HasSubstr("thrown on purpose")));

  push(2, kType, R"({"do":"twice"})");
  const auto twice = report_of(2);
  ASSERT_TRUE(twice) << host->output();
  EXPECT_EQ(twice->variables, R"({"result":{"answer":1}})");

  push(3, kType, R"({"do":"foreign"})");
  const auto foreign = report_of(3);
  ASSERT_TRUE(foreign) << host->output();
  EXPECT_EQ(foreign->variables, R"({"result":{"version":"1.0.0"}})");

  push(4, kType, R"({"do":"invalid-utf8"})");
  const auto mended = report_of(4);
  ASSERT_TRUE(mended) << host->output();
  EXPECT_EQ(mended->variables, "{\"result\":{\"text\":\"\uFFFD\uFFFD\"}}");

  push(5, kType, R"({"do":"invalid-json"})");
  const auto no_json = report_of(5);
  ASSERT_TRUE(no_json) << host->output();
  EXPECT_EQ(no_json->rpc, "FailJob");
  EXPECT_THAT(no_json->message, HasSubstr("the connector's response is not JSON"));

  push(6, kType, R"({"do":"huge"})");
  const auto huge = report_of(6);
  ASSERT_TRUE(huge) << host->output();
  EXPECT_EQ(huge->rpc, "FailJob");
  EXPECT_THAT(huge->message, HasSubstr("at most 4194304 are allowed"));

  push(7, kType, "{}");
  EXPECT_TRUE(report_of(7)) << "and it serves on";
}

TEST_F(ContainmentTest, a_connector_that_runs_in_circles_takes_down_neither_the_host_nor_other_types) {
  start_host({{"JACKFIELD_PLUGINS_HANG_LIMIT", "100ms"},
              {"JACKFIELD_THREADS_EXECUTOR", "2"},
              {"JACKFIELD_SHUTDOWN_GRACE", "1s"}});
  ASSERT_TRUE(is_asked_for(kType));
  const std::string go_on = (folder / "go-on").string();
  std::ofstream(go_on).put('1');
  for (std::int64_t key = 1; key <= 2; ++key) push(key, kType, fmt::format(R"({{"do":"spin","while":"{}"}})", go_on));
  // Both threads of the executor are inside it: only what takes their place can answer these.
  push(3, "fixture:ok:1", "{}");
  EXPECT_TRUE(report_of(3)) << host->output();
  push(4, kType, "{}");
  EXPECT_TRUE(report_of(4)) << "on a thread that may block\n" << host->output();
  host->signal(SIGTERM);
  EXPECT_EQ(host->wait(20s), 0) << "though threads do not come back";
  EXPECT_THAT(host->output(),
              AllOf(HasSubstr("JFP-0129"), HasSubstr("connector was moved to the threads that may block"),
                    HasSubstr("threads that plugins keep are left behind")));
}

}  // namespace
}  // namespace jackfield
