// The example of the README, as the connectors meet it.

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "host/dev/engine_fixture.hpp"

namespace jackfield::dev {
namespace {

using nlohmann::json;
using testing::SizeIs;

class QuickstartTest : public EngineTest {
 protected:
  void SetUp() override {
    std::stringstream content;
    content << std::ifstream(JF_SOURCE_DIR "/examples/quickstart.bpmn").rdbuf();
    const Result<Deployed> deployed = engine.deploy({{"quickstart.bpmn", content.str()}});
    ASSERT_TRUE(deployed.ok()) << deployed.failure().message;
    const NewInstance instance{{{}, "quickstart", -1}, R"({"endpoint":"http://h/orders","item":"tea","amount":3})"};
    ASSERT_TRUE(engine.create_instance(instance, watcher()).ok());
  }

  ActivatedJob activate_type(std::string type) {
    auto sink = std::make_shared<RememberingPoll>();
    EXPECT_TRUE(engine.open_poll({{}, {{std::move(type)}, "w", 1min, {}}, 1, sink}, -1ms).ok());
    return sink->jobs().empty() ? ActivatedJob{} : sink->jobs().front();
  }
};

TEST_F(QuickstartTest, gives_the_rest_connector_what_its_template_promises) {
  const ActivatedJob job = activate_type("io.camunda:http-json:1");
  const json variables = json::parse(job.variables);
  EXPECT_EQ(variables["authentication"], json::parse(R"({"type":"noAuth"})"));
  EXPECT_EQ(variables["url"], "http://h/orders");
  EXPECT_EQ(variables["method"], "POST");
  EXPECT_EQ(variables["body"], json::parse(R"({"item":"tea","amount":3})"));
  EXPECT_EQ(variables["connectionTimeoutInSeconds"], 20);
  EXPECT_EQ(variables["ignoreNullValues"], false);
  EXPECT_EQ(json::parse(job.custom_headers)["resultVariable"], "order");
}

TEST_F(QuickstartTest, ends_with_what_both_connectors_found) {
  const ActivatedJob ask = activate_type("io.camunda:http-json:1");
  ASSERT_TRUE(engine.complete_job(ask.key, R"({"order":{"body":{"total":12}}})").ok());
  const ActivatedJob echo = activate_type("jackfield:echo:1");
  EXPECT_EQ(json::parse(echo.variables)["total"], 12);
  ASSERT_TRUE(engine.complete_job(echo.key, R"({"receipt":{"state":"paid","total":12}})").ok());
  ASSERT_THAT(completed, SizeIs(1));
  EXPECT_EQ(json::parse(completed[0])["state"], "paid");
  EXPECT_EQ(json::parse(completed[0])["total"], 12);
}

}  // namespace
}  // namespace jackfield::dev
