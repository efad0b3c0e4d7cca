#include "app/try_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<TrySettings> settings_from(std::vector<std::string> arguments) {
  Result<config::Document> document = config::read({try_table(), std::move(arguments), {}});
  if (!document) return std::move(document).failure();
  return bind_try_settings(*document);
}

TEST(TrySettings, take_the_model_as_a_plain_argument) {
  const TrySettings settings = *settings_from({"a.bpmn", "--element", "Task_1", "--variables", "-", "--live"});
  EXPECT_EQ(settings.model, "a.bpmn");
  EXPECT_EQ(settings.element, "Task_1");
  EXPECT_EQ(settings.variables, "-");
  EXPECT_TRUE(settings.is_live);
}

TEST(TrySettings, take_one_mock_for_each_request) {
  const TrySettings settings =
      *settings_from({"a.bpmn", "--mock", R"({"status":503,"body":1})", "--mock", "ok.json", "--json"});
  EXPECT_THAT(settings.mocks, ElementsAre(R"({"status":503,"body":1})", "ok.json"));
  EXPECT_TRUE(settings.is_json);
}

TEST(TrySettings, take_over_what_shapes_a_job_in_run) {
  const TrySettings settings = *settings_from({"a.bpmn", "--plugins", "/opt/plugins", "--secrets", "s.env"});
  EXPECT_THAT(settings.run.loader.folders, ElementsAre("/opt/plugins"));
  EXPECT_THAT(settings.secrets, ElementsAre("s.env"));
}

TEST(TrySettings, log_trouble_only) {
  EXPECT_EQ(settings_from({"a.bpmn"})->run.log.level, log::Level::Warn);
  EXPECT_EQ(settings_from({"a.bpmn", "--log-level", "info"})->run.log.level, log::Level::Info);
}

TEST(TrySettings, need_a_model) {
  EXPECT_THAT(settings_from({"--element", "a"}).failure().message, HasSubstr("expected a BPMN file"));
}

}  // namespace
}  // namespace jackfield::app
