// Plays what Camunda's connector runtime was recorded with to the real program, and holds the answers against its own.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <iostream>
#include <optional>

#include "support/child_process.hpp"
#include "support/golden/comparison.hpp"
#include "support/golden/listed_differences.hpp"
#include "support/golden/player.hpp"

namespace jackfield {
namespace {

using test::golden::Case;
using test::golden::Differences;

const std::filesystem::path kFolder = std::filesystem::path(JF_SOURCE_DIR) / "tests/conformance/golden";
constexpr const char* kGroups[] = {"binding",
                                   "documents",
                                   "error_expression_failure",
                                   "error_expression_success",
                                   "exception",
                                   "feel_functions",
                                   "forbidden_literal",
                                   "gateway_reply",
                                   "job_context",
                                   "newer_features",
                                   "result_expression",
                                   "result_variable",
                                   "retry_backoff",
                                   "secrets",
                                   "size",
                                   "truncation",
                                   "variable_and_expression",
                                   "http_auth",
                                   "http_body",
                                   "http_connection",
                                   "http_error",
                                   "http_query",
                                   "http_redirect",
                                   "http_request_headers",
                                   "http_response",
                                   "http_url",
                                   "http_validation"};

std::vector<Case> cases_of(std::string group) {
  for (char& c : group) c = c == '_' ? '-' : c;
  return test::golden::load_cases(kFolder / (group + ".jsonl"));
}

struct Tally {
  int matched = 0;
  int total = 0;

  void count(bool is_match) {
    matched += is_match ? 1 : 0;
    ++total;
  }
};

std::string shown(const std::string& text) {
  constexpr std::size_t kLongest = 600;
  return text.size() <= kLongest ? text : text.substr(0, kLongest) + fmt::format("… ({} bytes)", text.size());
}

std::string shown(const Case& which, const Differences& found) {
  std::string text = which.id + "\n";
  for (const auto& [where, wanted, got] : found) {
    text += fmt::format("    {}\n      wanted {}\n      got    {}\n", where, shown(wanted), shown(got));
  }
  return text;
}

class GoldenTest : public testing::TestWithParam<const char*> {
 protected:
  explicit GoldenTest(const std::string& isolation = "in-process") {
    const std::filesystem::path binaries(JF_BINARY_DIR);
    std::filesystem::create_directory(plugins);
    std::filesystem::copy_file(binaries / "fixtures/golden_echo.so", plugins / "golden_echo.so");
    std::filesystem::copy_file(binaries / "plugins/http.so", plugins / "http.so");
    auto environment = player.environment(kFolder / "secrets.json");
    environment["JACKFIELD_PLUGINS_ISOLATION"] = isolation;
    host.emplace(
        test::ChildProcess::Command{{(binaries / "bin/jackfield").string(), "run", "--plugins", plugins.string()},
                                    environment,
                                    folder / "host.log"});
  }

  void play() {
    for (const char* type : {"golden:echo:1", "io.camunda:http-json:1"}) {
      ASSERT_TRUE(player.is_asked_for(type)) << host->output();
    }
    for (const Case& which : cases_of(GetParam())) hold(which, differences(which, player.play(which)));
    std::cout << fmt::format("{}: {}/{} matched, version specific: {}/{}\n", GetParam(), tally.matched, tally.total,
                             version_specific.matched, version_specific.total);
    host->signal(SIGTERM);
    EXPECT_EQ(host->wait(10s), 0) << host->output();
  }

  void hold(const Case& which, const Differences& found) {
    if (which.is_version_specific()) {
      version_specific.count(found.empty());
      return;
    }
    tally.count(found.empty());
    const auto reason = listed.find(which.id);
    if (reason == listed.end()) {
      EXPECT_TRUE(found.empty()) << shown(which, found);
    } else {
      EXPECT_FALSE(found.empty()) << which.id << " matches and need not be listed any more";
    }
  }

  const std::map<std::string, std::string> listed = test::golden::listed_differences(kFolder / "differences.txt");
  Tally tally, version_specific;
  test::TemporaryFolder folder;
  const std::filesystem::path plugins = folder / "plugins";
  test::golden::Player player;
  std::optional<test::ChildProcess> host;
};

TEST_P(GoldenTest, answers_as_camundas_runtime_did) {
  play();
}

// The same from processes of their own.
class IsolatedGoldenTest : public GoldenTest {
 protected:
  IsolatedGoldenTest() : GoldenTest("process") {}
};

TEST_P(IsolatedGoldenTest, answers_as_camundas_runtime_did) {
  play();
}

INSTANTIATE_TEST_SUITE_P(Groups, IsolatedGoldenTest, testing::ValuesIn(kGroups),
                         [](const auto& group) { return std::string(group.param); });

INSTANTIATE_TEST_SUITE_P(Groups, GoldenTest, testing::ValuesIn(kGroups),
                         [](const auto& group) { return std::string(group.param); });

TEST(GoldenDifferences, are_at_most_one_in_a_hundred_and_about_cases_that_exist) {
  auto listed = test::golden::listed_differences(kFolder / "differences.txt");
  const std::size_t rows = listed.size();
  std::size_t total = 0;
  for (const char* group : kGroups) {
    for (const Case& which : cases_of(group)) {
      if (which.is_version_specific()) continue;
      ++total;
      listed.erase(which.id);
    }
  }
  EXPECT_LE(rows * 100, total);
  for (const auto& [id, reason] : listed) ADD_FAILURE() << "no such case: " << id;
}

}  // namespace
}  // namespace jackfield
