#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <optional>

#include "support/child_process.hpp"
#include "support/scripted_gateway.hpp"

namespace jackfield {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::filesystem::path kFixtures = std::filesystem::path(JF_BINARY_DIR) / "fixtures";
const std::string kProgram = std::string(JF_BINARY_DIR) + "/bin/jackfield";

struct Said {
  std::optional<int> exit;
  std::string text;
};

// An operator at the prompt, beside a host that runs.
class OperatorTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(plugins);
    place("fixture_ok");
    host.emplace(test::ChildProcess::Command{{kProgram, "run", "--plugins", plugins.string()},
                                             {{"ZEEBE_ADDRESS", "127.0.0.1:" + std::to_string(gateway.port())},
                                              {"JACKFIELD_PLUGINS_SHADOW_FOLDER", shadow.string()},
                                              {"JACKFIELD_PLUGINS_RELOAD_INTERVAL", "1ms"},
                                              {"SERVER_PORT", "0"}},
                                             folder / "host.log"});
    ASSERT_TRUE(gateway.wait_until([](const test::Seen& seen) { return !seen.streams.empty(); })) << host->output();
  }

  void place(const std::string& fixture) const {
    std::filesystem::copy_file(kFixtures / (fixture + ".so"), plugins / "ok.so.tmp");
    std::filesystem::rename(plugins / "ok.so.tmp", plugins / "ok.so");
  }

  Said plugins_verb(std::vector<std::string> words) {
    words.insert(words.begin(), {kProgram, "plugins"});
    words.insert(words.end(), {"--shadow-folder", shadow.string()});
    test::ChildProcess command({words, {}, folder / fmt::format("said-{}", ++said)});
    const std::optional<int> exit = command.wait(10s);
    return {exit, command.output()};
  }

  json row(const std::string& id = "fixture.ok") {
    const json answer = json::parse(plugins_verb({"list", "--json"}).text);
    for (const json& row : answer["plugins"]) {
      if (row["id"] == id) return row;
    }
    return nullptr;
  }

  bool eventually(const std::function<bool()>& condition) {
    const Deadline deadline = Deadline::in(10s, system_clock());
    while (!condition()) {
      if (deadline.has_passed(system_clock())) return false;
    }
    return true;
  }

  test::TemporaryFolder folder;
  const std::filesystem::path plugins = folder / "plugins";
  const std::filesystem::path shadow = folder / "shadow";
  test::ScriptedGateway gateway;
  std::optional<test::ChildProcess> host;
  int said = 0;
};

TEST_F(OperatorTest, sees_what_serves) {
  const Said list = plugins_verb({"list"});
  EXPECT_EQ(list.exit, 0);
  EXPECT_THAT(list.text, AllOf(HasSubstr("fixture.ok"), HasSubstr("1.0.0"), HasSubstr("active"), HasSubstr("ok.so")));
  const json one = row();
  EXPECT_EQ(one["types"], json({"fixture:ok:1"}));
  EXPECT_EQ(one["isolation"], "in-process");
  EXPECT_EQ(one["error"], nullptr);
  EXPECT_EQ(one["sha256"].get<std::string>().size(), 64U);
  EXPECT_EQ(one["loadedAt"].get<std::string>().size(), std::string("2026-01-01T00:00:00Z").size());
  EXPECT_THAT(plugins_verb({"show", "fixture.ok"}).text, HasSubstr("inFlight"));
}

TEST_F(OperatorTest, reloads_a_file_that_has_not_changed) {
  const int before = row()["generation"];
  EXPECT_THAT(plugins_verb({"reload", "fixture.ok"}).text, HasSubstr("fixture.ok is loaded afresh from"));
  EXPECT_TRUE(eventually([&] { return row()["generation"] > before; }));
}

TEST_F(OperatorTest, takes_a_plugin_out_of_service_and_puts_it_back) {
  EXPECT_THAT(plugins_verb({"quarantine", "fixture.ok"}).text, HasSubstr("nothing serves in its place"));
  const json taken_out = row();
  EXPECT_EQ(taken_out["state"], "quarantined");
  EXPECT_EQ(taken_out["error"]["code"], "JFP-0127");
  EXPECT_THAT(taken_out["error"]["message"].get<std::string>(), HasSubstr("an operator asked for it"));
  EXPECT_TRUE(taken_out["error"].contains("at"));
  EXPECT_THAT(plugins_verb({"clear", "fixture.ok"}).text, HasSubstr("fixture.ok is cleared"));
  EXPECT_TRUE(eventually([&] { return row()["state"] == "active"; }));
}

TEST_F(OperatorTest, is_told_why_a_file_was_refused) {
  place("fixture_start_fails");
  EXPECT_TRUE(eventually([&] { return row()["state"] == "degraded"; }));
  EXPECT_EQ(row()["version"], "1.0.0");
  EXPECT_EQ(row()["error"]["code"], "JFP-0111");
}

TEST_F(OperatorTest, hears_what_cannot_be_done) {
  const Said rollback = plugins_verb({"rollback", "fixture.ok"});
  EXPECT_EQ(rollback.exit, 1);
  EXPECT_THAT(rollback.text, HasSubstr("no earlier copy of fixture.ok that can serve is kept"));
  EXPECT_EQ(plugins_verb({"show", "no.such"}).exit, 1);
  EXPECT_EQ(plugins_verb({"clear", "fixture.ok"}).exit, 1);
  EXPECT_EQ(plugins_verb({"dance", "fixture.ok"}).exit, 2);
  host->signal(SIGTERM);
  EXPECT_EQ(host->wait(10s), 0);
  const Said nobody = plugins_verb({"list"});
  EXPECT_EQ(nobody.exit, 2);
  EXPECT_THAT(nobody.text, HasSubstr("no host of this user runs"));
}

TEST_F(OperatorTest, ends_the_host_in_order_while_a_plugin_is_being_replaced) {
  place("fixture_ok_v2");
  host->signal(SIGTERM);
  EXPECT_EQ(host->wait(10s), 0) << host->output();
  EXPECT_THAT(host->output(), Not(HasSubstr("level=error")));
}

}  // namespace
}  // namespace jackfield
