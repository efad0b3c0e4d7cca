#include "app/dev_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::app {
namespace {

using testing::ElementsAre;

DevSettings settings_from(std::vector<std::string> arguments) {
  Result<config::Document> document = config::read({dev_table(), std::move(arguments), {}});
  EXPECT_TRUE(document) << document.failure().message;
  return *bind_dev_settings(*document);
}

TEST(DevSettings, take_models_as_plain_arguments) {
  EXPECT_THAT(settings_from({"a.bpmn", "--listen", "127.0.0.1:0", "b.bpmn"}).models, ElementsAre("a.bpmn", "b.bpmn"));
}

TEST(DevSettings, start_nothing_unless_told) {
  const DevSettings settings = settings_from({});
  EXPECT_EQ(settings.process, "");
  EXPECT_FALSE(settings.every);
  EXPECT_FALSE(settings.exits_when_done);
}

TEST(DevSettings, start_instances_now_and_then) {
  const DevSettings settings = settings_from({"--start", "quickstart", "--count", "3", "--every", "5s"});
  EXPECT_EQ(settings.process, "quickstart");
  EXPECT_EQ(settings.count, 3u);
  EXPECT_EQ(settings.every, 5s);
}

}  // namespace
}  // namespace jackfield::app
