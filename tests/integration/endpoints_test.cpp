#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <regex>

#include "dev/dev_gateway.hpp"
#include "support/child_process.hpp"
#include "support/raw_client.hpp"

namespace jackfield {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kModel = R"(<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="looked-at" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="task"/>
    <bpmn:serviceTask id="task">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="jackfield:echo:1"/>
        <zeebe:taskHeaders><zeebe:header key="elementTemplateId" value="io.example.Echo"/></zeebe:taskHeaders>
      </bpmn:extensionElements>
      <bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="b" sourceRef="task" targetRef="end"/>
    <bpmn:endEvent id="end"><bpmn:incoming>b</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>)";

// A host beside an embedded gateway, looked at from outside.
class EndpointsTest : public testing::Test {
 protected:
  void SetUp() override {
    auto started = dev::DevGateway::start({.listen = "127.0.0.1:0"}, log::Logger{});
    ASSERT_TRUE(started.ok());
    gateway = *std::move(started);
    ASSERT_TRUE(gateway->deploy({{"model.bpmn", kModel}}).ok());
    std::filesystem::create_directory(folder / "plugins");
    std::filesystem::copy_file(std::filesystem::path(JF_BINARY_DIR) / "plugins/echo.so", folder / "plugins/echo.so");
  }

  void start_host(std::map<std::string, std::string> environment = {}) {
    environment.emplace("SERVER_PORT", "0");
    environment.emplace("HOSTNAME", "host-1");
    host.emplace(test::ChildProcess::Command{{std::string(JF_BINARY_DIR) + "/bin/jackfield", "run", "--plugins",
                                              (folder / "plugins").string(), "--gateway", gateway->address()},
                                             std::move(environment),
                                             folder / "host.log"});
  }

  // Waits for a line of the log; nothing if the host ends without it.
  std::string logged(const std::string& pattern) {
    std::smatch found;
    for (;;) {
      const bool has_ended = host->wait(5ms).has_value();
      const std::string log = host->output();
      if (std::regex_search(log, found, std::regex(pattern))) return found[1];
      if (has_ended) return "";
    }
  }

  void wait_for_start() {
    port = static_cast<std::uint16_t>(std::stoi("0" + logged("event=serving.* port=(\\d+)")));
    ASSERT_NE(port, 0) << host->output();
    ASSERT_NE(logged("(event=started)"), "");
  }

  std::string ask(std::string_view method_and_path, std::string_view headers = "", std::string_view body = "") {
    const test::RawClient client(port);
    client.send(fmt::format("{} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: {}\r\n{}\r\n{}",
                            method_and_path, body.size(), headers, body));
    return client.read_to_end();
  }

  json json_at(std::string_view path) {
    const std::string answer = ask(fmt::format("GET {}", path));
    return json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
  }

  void run_instance() {
    auto key = gateway->create_instance("looked-at", R"({"n":1})");
    ASSERT_TRUE(key.ok());
    ASSERT_TRUE(gateway->wait_for(*key, Deadline::in(20s, system_clock())).ok()) << host->output();
  }

  test::TemporaryFolder folder;
  std::unique_ptr<dev::DevGateway> gateway;
  std::optional<test::ChildProcess> host;
  std::uint16_t port = 0;
};

TEST_F(EndpointsTest, show_a_host_that_works) {
  start_host();
  wait_for_start();
  run_instance();
  run_instance();

  EXPECT_EQ(json_at("/actuator/health")["status"], "UP");
  EXPECT_THAT(ask("GET /actuator/health/readiness"), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(json_at("/outbound")[0]["type"], "jackfield:echo:1");
  EXPECT_EQ(json_at("/outbound/jackfield:echo:1")[0]["runtimeId"], "host-1");
  EXPECT_EQ(json_at("/outbound/metrics/jackfield:echo:1")[0]["worker"]["jobsHandled"], 2);
  EXPECT_EQ(json_at("/plugins")["plugins"][0]["state"], "active");
  EXPECT_THAT(ask("GET /actuator/prometheus"),
              HasSubstr("camunda_connector_outbound_invocations_total{action=\"activated\",elementTemplateId=\"io."
                        "example.Echo\",elementTemplateVersion=\"unknown\",type=\"jackfield:echo:1\"} 2\n"));
  EXPECT_THAT(ask("GET /outbound/no:such:1"), StartsWith("HTTP/1.1 404 "));
}

TEST_F(EndpointsTest, tell_a_cluster_that_is_away_from_a_host_that_is_dead) {
  start_host();
  wait_for_start();
  gateway.reset();
  EXPECT_THAT(ask("GET /readyz"), StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(ask("GET /livez"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(EndpointsTest, let_only_who_has_the_token_change_levels) {
  start_host({{"JACKFIELD_ADMIN_TOKEN", "let me in"}});
  wait_for_start();
  constexpr std::string_view kDebug = R"({"configuredLevel":"DEBUG"})";
  EXPECT_THAT(ask("POST /actuator/loggers/worker", "", kDebug), StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(ask("POST /actuator/loggers/worker", "Authorization: Bearer let me out\r\n", kDebug),
              StartsWith("HTTP/1.1 401 "));
  EXPECT_EQ(json_at("/actuator/loggers/worker")["effectiveLevel"], "INFO");
  EXPECT_THAT(ask("POST /actuator/loggers/worker", "Authorization: Bearer let me in\r\n", kDebug),
              StartsWith("HTTP/1.1 204 "));
  EXPECT_EQ(json_at("/actuator/loggers/worker")["effectiveLevel"], "DEBUG");
  EXPECT_EQ(host->output().find("let me"), std::string::npos) << "the token is no matter of the log";
}

TEST_F(EndpointsTest, need_the_port_that_was_chosen) {
  start_host();
  wait_for_start();
  test::ChildProcess second(test::ChildProcess::Command{
      {std::string(JF_BINARY_DIR) + "/bin/jackfield", "run", "--plugins", (folder / "plugins").string(), "--gateway",
       gateway->address(), "--admin-port", std::to_string(port)},
      {},
      folder / "second.log"});
  EXPECT_EQ(second.wait(20s), 2) << second.output();
  EXPECT_THAT(second.output(), HasSubstr("admin.port"));
}

}  // namespace
}  // namespace jackfield
