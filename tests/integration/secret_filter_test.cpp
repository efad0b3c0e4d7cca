// Lets the model say which secrets an element may use, over the cluster's REST interface.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "support/child_process.hpp"
#include "support/jobs.hpp"
#include "support/raw_http_server.hpp"
#include "support/scripted_gateway.hpp"

namespace jackfield {
namespace {

using test::RawAnswer;
using test::RawRequest;
using test::Seen;
using test::SeenCommand;
using testing::HasSubstr;

constexpr std::string_view kModel =
    R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
  <process id="process" isExecutable="true">
    <serviceTask id="element" zeebe:modelerTemplate="t"><extensionElements><zeebe:ioMapping>
      <zeebe:input source="{{secrets.NAMED}}" target="a" />
    </zeebe:ioMapping></extensionElements></serviceTask>
  </process>
</definitions>)";

class SecretFilterTest : public testing::Test {
 protected:
  SecretFilterTest() {
    std::filesystem::create_directory(plugins);
    std::filesystem::copy_file(binaries / "plugins/echo.so", plugins / "echo.so");
  }

  // What became of a job that uses a secret its element names, and one that only its data name.
  SeenCommand run(const std::string& mode, const std::string& rest_address) {
    host.emplace(
        test::ChildProcess::Command{{(binaries / "bin/jackfield").string(), "run", "--plugins", plugins.string()},
                                    {{"ZEEBE_ADDRESS", fmt::format("127.0.0.1:{}", gateway.port())},
                                     {"CAMUNDA_CLIENT_RESTADDRESS", rest_address},
                                     {"CAMUNDA_CONNECTOR_SECRETRESOLVER_SECRETFILTER_MODE", mode},
                                     {"SECRET_NAMED", "n-value"},
                                     {"SECRET_OTHER", "o-value"}},
                                    folder / "host.log"});
    Job job = test::job(1, "jackfield:echo:1");
    job.variables = R"({"a":"{{secrets.NAMED}}","b":"{{secrets.OTHER}}"})";
    job.custom_headers = R"({"resultVariable":"r"})";
    gateway.push(job);
    EXPECT_TRUE(gateway.wait_until([](const Seen& seen) { return !seen.commands.empty(); }, 20s)) << host->output();
    const Seen seen = gateway.seen();
    return seen.commands.empty() ? SeenCommand() : seen.commands.front();
  }

  std::string server_address() const { return fmt::format("http://127.0.0.1:{}/", server.port()); }

  const std::filesystem::path binaries{JF_BINARY_DIR};
  test::TemporaryFolder folder;
  const std::filesystem::path plugins = folder / "plugins";
  test::ScriptedGateway gateway;
  test::RawHttpServer server{[](const RawRequest& request) {
    const bool is_known = request.target == "/v2/process-definitions/7/xml";
    const std::string_view body = is_known ? kModel : std::string_view();
    return RawAnswer{.bytes = fmt::format("HTTP/1.1 {}\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n{}",
                                          is_known ? "200 OK" : "404 Not Found", body.size(), body)};
  }};
  std::optional<test::ChildProcess> host;
};

TEST_F(SecretFilterTest, leaves_references_that_the_model_does_not_hold) {
  const SeenCommand command = run("STRICT", server_address());
  EXPECT_EQ(command.rpc, "CompleteJob");
  EXPECT_THAT(command.variables, HasSubstr("n-value"));
  EXPECT_THAT(command.variables, HasSubstr("{{secrets.OTHER}}"));
}

TEST_F(SecretFilterTest, fails_jobs_while_the_model_cannot_be_read_if_strict) {
  const SeenCommand command = run("strict", server_address() + "elsewhere");
  EXPECT_EQ(command.rpc, "FailJob");
  EXPECT_EQ(command.retries, 2);
  EXPECT_THAT(command.message, HasSubstr("might contain secrets: Error retrieving secret keys"));
}

TEST_F(SecretFilterTest, allows_everything_while_the_model_cannot_be_read_if_lax) {
  const SeenCommand command = run("LAX", server_address() + "elsewhere");
  EXPECT_EQ(command.rpc, "CompleteJob");
  EXPECT_THAT(command.variables, HasSubstr("o-value"));
}

TEST_F(SecretFilterTest, does_not_start_without_a_place_to_read_models) {
  host.emplace(test::ChildProcess::Command{
      {(binaries / "bin/jackfield").string(), "run", "--plugins", plugins.string()},
      {{"ZEEBE_ADDRESS", fmt::format("127.0.0.1:{}", gateway.port())}, {"JACKFIELD_SECRETS_FILTER", "lax"}},
      folder / "host.log"});
  EXPECT_EQ(host->wait(10s), 2);
  EXPECT_THAT(host->output(), HasSubstr("documents.rest-address"));
}

}  // namespace
}  // namespace jackfield
