#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "dev/dev_gateway.hpp"
#include "support/child_process.hpp"

namespace jackfield {
namespace {

constexpr int kInstances = 1'000;
constexpr int kAhead = 50;
constexpr int kKills = 8;
constexpr unsigned kSeed = 20261125;

constexpr const char* kModel = R"(<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="kill" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="task"/>
    <bpmn:serviceTask id="task">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="jackfield:echo:1" retries="3"/>
        <zeebe:taskHeaders><zeebe:header key="resultExpression" value="={echoed: number}"/></zeebe:taskHeaders>
      </bpmn:extensionElements>
      <bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="b" sourceRef="task" targetRef="end"/>
    <bpmn:endEvent id="end"><bpmn:incoming>b</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>)";

class KillTest : public testing::Test {
 protected:
  void SetUp() override {
    auto started = dev::DevGateway::start({.listen = "127.0.0.1:0"}, log::Logger{});
    ASSERT_TRUE(started.ok());
    gateway = *std::move(started);
    ASSERT_TRUE(gateway->deploy({{"kill.bpmn", kModel}}).ok());
    const std::filesystem::path binaries(JF_BINARY_DIR);
    std::filesystem::create_directory(folder / "plugins");
    std::filesystem::copy_file(binaries / "plugins/echo.so", folder / "plugins/echo.so");
  }

  // Its locks are short, so that what a dead host held is soon handed out again.
  void start_host() {
    host.emplace(test::ChildProcess::Command{
        {std::string(JF_BINARY_DIR) + "/bin/jackfield", "run", "--plugins", (folder / "plugins").string(), "--gateway",
         gateway->address(), "--job-timeout", "1s"},
        {},
        folder / "host.log"});
  }

  void kill_host() {
    host->signal(SIGKILL);
    ASSERT_EQ(host->wait(10s), 128 + SIGKILL);
  }

  // Keeps so many instances on their way that every death of the host hits some.
  void create_ahead(int number) {
    while (created.size() < static_cast<std::size_t>(std::min(number + kAhead, kInstances))) {
      const int sleep_ms = static_cast<int>(random() % 20);
      auto key = gateway->create_instance(
          "kill", fmt::format(R"({{"number":{},"jackfield":{{"echo":{{"sleepMs":{}}}}}}})", created.size(), sleep_ms));
      ASSERT_TRUE(key.ok());
      created.push_back(*key);
    }
  }

  // Before which instances' ends the host dies.
  std::set<int> kill_points() {
    std::set<int> points;
    while (points.size() < kKills) points.insert(static_cast<int>(random() % kInstances));
    return points;
  }

  std::mt19937 random{kSeed};
  test::TemporaryFolder folder;
  std::unique_ptr<dev::DevGateway> gateway;
  std::optional<test::ChildProcess> host;
  std::vector<ProcessInstanceKey> created;
};

TEST_F(KillTest, every_job_ends_once_however_often_the_host_dies) {
  const std::set<int> kills = kill_points();
  start_host();
  for (int number = 0; number < kInstances; ++number) {
    create_ahead(number);
    if (kills.contains(number)) {
      kill_host();
      start_host();
    }
    const auto end = gateway->wait_for(created.at(static_cast<std::size_t>(number)), Deadline::in(30s, system_clock()));
    ASSERT_TRUE(end.ok()) << "instance " << number << ": " << end.failure().message << "\n" << host->output();
    EXPECT_EQ(end->kind, dev::Standstill::Kind::Completed) << end->incident_message;
    EXPECT_EQ(nlohmann::json::parse(end->variables)["echoed"], number);
  }
}

}  // namespace
}  // namespace jackfield
