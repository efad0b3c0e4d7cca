// What plugins ask the host for, with the real program, real plugins and the embedded gateway with its REST interface.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>

#include "dev/dev_gateway.hpp"
#include "support/child_process.hpp"

namespace jackfield {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kModel = R"(<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="asks" isExecutable="true">
    <bpmn:startEvent id="start"/>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="task"/>
    <bpmn:serviceTask id="task">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="fixture:asks-host:1" retries="1"/>
        <zeebe:taskHeaders><zeebe:header key="resultVariable" value="answer"/></zeebe:taskHeaders>
      </bpmn:extensionElements>
    </bpmn:serviceTask>
  </bpmn:process>
  <bpmn:process id="sends" isExecutable="true">
    <bpmn:startEvent id="begin"/>
    <bpmn:sequenceFlow id="b" sourceRef="begin" targetRef="send"/>
    <bpmn:serviceTask id="send">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="io.camunda:sendMessage:1" retries="1"/>
        <zeebe:taskHeaders><zeebe:header key="resultVariable" value="sent"/></zeebe:taskHeaders>
      </bpmn:extensionElements>
    </bpmn:serviceTask>
  </bpmn:process>
  <bpmn:process id="waits" isExecutable="true">
    <bpmn:startEvent id="first"/>
    <bpmn:sequenceFlow id="c" sourceRef="first" targetRef="wait"/>
    <bpmn:receiveTask id="wait" messageRef="m"/>
  </bpmn:process>
  <bpmn:message id="m" name="paid">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=order"/></bpmn:extensionElements>
  </bpmn:message>
</bpmn:definitions>)";

// One gateway and one host for all tests.
class ServicesOfTheHost : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto started = dev::DevGateway::start({.listen = "127.0.0.1:0", .rest_listen = "127.0.0.1:0"}, log::Logger{});
    ASSERT_TRUE(started.ok()) << started.failure().message;
    folder = std::make_unique<test::TemporaryFolder>();
    gateway = *std::move(started);
    const auto deployed = gateway->deploy({{"services.bpmn", kModel}});
    ASSERT_TRUE(deployed.ok()) << deployed.failure().message;
    const std::filesystem::path binaries(JF_BINARY_DIR);
    std::filesystem::create_directory(*folder / "plugins");
    std::filesystem::copy_file(binaries / "plugins/message.so", *folder / "plugins/message.so");
    std::filesystem::copy_file(binaries / "fixtures/asks_host.so", *folder / "plugins/asks_host.so");
    std::ofstream(*folder / "jackfield.yaml") << fmt::format("plugins:\n  state-folder: {}\n", state().string());
    start_host();
  }
  static void TearDownTestSuite() {
    host.reset();
    gateway.reset();
    folder.reset();
  }

  static std::filesystem::path state() { return *folder / "state"; }

  static void start_host() {
    host = std::make_unique<test::ChildProcess>(test::ChildProcess::Command{
        {std::string(JF_BINARY_DIR) + "/bin/jackfield", "run", "--plugins", (*folder / "plugins").string(), "--config",
         (*folder / "jackfield.yaml").string(), "--gateway", gateway->address()},
        {{"SECRET_TOKEN", "canary-5tj2"}, {"CAMUNDA_CLIENT_RESTADDRESS", gateway->rest_address()}},
        *folder / "host.log"});
  }

  static dev::Standstill end_of(ProcessInstanceKey instance) {
    const auto end = gateway->wait_for(instance, Deadline::in(20s, system_clock()));
    EXPECT_TRUE(end.ok()) << host->output();
    return end ? *end : dev::Standstill{};
  }
  static dev::Standstill run(const char* process, const json& variables) {
    const auto instance = gateway->create_instance(process, variables.dump());
    EXPECT_TRUE(instance.ok());
    return instance ? end_of(*instance) : dev::Standstill{};
  }
  // What the fixture answers.
  static json ask(const json& variables) {
    const dev::Standstill end = run("asks", variables);
    EXPECT_EQ(end.kind, dev::Standstill::Kind::Completed) << end.incident_message;
    return json::parse(end.variables).value("answer", json());
  }

  // The host writes its log with a thread of its own.
  static bool log_has(std::string_view text) {
    const Deadline by = Deadline::in(10s, system_clock());
    while (host->output().find(text) == std::string::npos) {
      if (by.remaining(system_clock()) == 0ms || host->wait(10ms)) return false;
    }
    return true;
  }

  static inline std::unique_ptr<test::TemporaryFolder> folder;
  static inline std::unique_ptr<dev::DevGateway> gateway;
  static inline std::unique_ptr<test::ChildProcess> host;
};

TEST_F(ServicesOfTheHost, evaluate_feel) {
  EXPECT_EQ(ask({{"ask", "eval"}, {"name", "= upper case(fruit)"}, {"fruit", "pear"}}), "PEAR");
}

TEST_F(ServicesOfTheHost, resolve_secrets_and_hide_them_from_then_on) {
  EXPECT_EQ(ask({{"ask", "resolve"}, {"name", "TOKEN"}}), "2jt5-yranac");
  EXPECT_EQ(ask({{"ask", "log"}, {"name", "TOKEN"}}), true);
  const dev::Standstill end = run("asks", {{"ask", "fail"}, {"text", "canary-5tj2"}});
  EXPECT_THAT(end.incident_message, testing::StartsWith("refused: ***"));
  EXPECT_THAT(end.incident_message, Not(HasSubstr("canary")));
  EXPECT_TRUE(log_has("asked to log")) << host->output();
  EXPECT_THAT(host->output(), Not(HasSubstr("canary")));
}

TEST_F(ServicesOfTheHost, tell_of_descriptors) {
  EXPECT_EQ(ask({{"ask", "descriptor"}}), (json{{"events", 1}, {"byte", "x"}}));
}

TEST_F(ServicesOfTheHost, withhold_what_the_manifest_has_no_permission_for) {
  const dev::Standstill end = run("asks", {{"ask", "http"}});
  EXPECT_THAT(end.incident_message, HasSubstr("this host has no jf.host.http/1"));
  EXPECT_TRUE(log_has("permission=network")) << host->output();
}

TEST_F(ServicesOfTheHost, remember_state_through_a_restart) {
  EXPECT_EQ(ask({{"ask", "get"}, {"name", "cursor"}}), json());
  EXPECT_EQ(ask({{"ask", "put"}, {"name", "cursor"}, {"value", "42"}}), true);
  host->signal(SIGTERM);
  EXPECT_EQ(host->wait(20s), 0) << host->output();

  EXPECT_TRUE(std::filesystem::exists(state() / "fixture.asks-host.json"));
  start_host();
  EXPECT_EQ(ask({{"ask", "get"}, {"name", "cursor"}}), "42");
}

TEST_F(ServicesOfTheHost, publish_messages_that_the_engine_keeps) {
  const json message{{"messageName", "paid"},
                     {"correlationKey", "o1"},
                     {"variables", {{"amount", 7}}},
                     {"correlationType", {{"type", "publish"}, {"messageId", "m1"}, {"timeToLive", "PT1M"}}}};
  const dev::Standstill sent = run("sends", message);
  const json answer = json::parse(sent.variables).at("sent");
  EXPECT_TRUE(answer.at("messageKey").is_number_integer());
  EXPECT_EQ(answer.at("tenantId"), "<default>");
  EXPECT_EQ(run("waits", {{"order", "o1"}}).variables, R"({"amount":7,"order":"o1"})");
  EXPECT_THAT(run("sends", message).incident_message, HasSubstr("already published"));
}

TEST_F(ServicesOfTheHost, correlate_messages_with_who_waits) {
  const json message{{"messageName", "paid"}, {"correlationKey", "o2"}, {"correlationType", {{"type", "correlate"}}}};
  EXPECT_THAT(run("sends", message).incident_message, HasSubstr("none was found"));
  const auto waiting = gateway->create_instance("waits", R"({"order":"o2"})");
  ASSERT_TRUE(waiting.ok());
  const json answer = json::parse(run("sends", message).variables).at("sent");
  EXPECT_EQ(answer.at("processInstanceKey"), waiting->value);
  EXPECT_EQ(end_of(*waiting).kind, dev::Standstill::Kind::Completed);
}

}  // namespace
}  // namespace jackfield
