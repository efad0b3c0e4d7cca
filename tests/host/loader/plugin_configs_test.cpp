#include "loader/plugin_configs.hpp"

#include "loader/registry_fixture.hpp"

namespace jackfield::loader {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(PluginConfigs, without_a_file_a_plugin_gets_an_empty_object) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(*PluginConfigs({}).of("p"), "{}");
  EXPECT_EQ(*PluginConfigs(folder.path()).of("p"), "{}");
}

TEST(PluginConfigs, what_is_no_json_is_a_failure) {
  const test::TemporaryFolder folder;
  test::write_file(folder / "p.json", "{half");
  const Result<std::string> text = PluginConfigs(folder.path()).of("p");
  ASSERT_FALSE(text);
  EXPECT_THAT(text.failure().message, HasSubstr("p.json is no JSON"));
}

TEST(PluginConfigs, files_that_come_change_and_go_are_told) {
  const test::TemporaryFolder folder;
  test::write_file(folder / "p.json", "{}");
  PluginConfigs configs(folder.path());
  EXPECT_THAT(configs.changed(), IsEmpty()) << "at the start nothing has changed";
  test::write_file(folder / "p.json", R"({"a":1})");
  test::write_file(folder / "q.json", "{}");
  EXPECT_THAT(configs.changed(), ElementsAre("p", "q"));
  EXPECT_THAT(configs.changed(), IsEmpty());
  std::filesystem::remove(folder / "q.json");
  EXPECT_THAT(configs.changed(), ElementsAre("q"));
}

// Configurations of a plugin that answers with its own.
class ConfigurationTest : public RegistryTest {
 protected:
  void SetUp() override {
    settings.config_folder = folder / "config";
    std::filesystem::create_directory(settings.config_folder);
    configure(R"({"n":1})");
    RegistryTest::SetUp();
    registry->look_at_configurations();
  }

  void configure(const std::string& json) {
    test::write_file(settings.config_folder / "fixture.configured.json", json);
  }

  // As a look of the loader finds it.
  void reconfigure(const std::string& json) {
    configure(json);
    registry->look_at_configurations();
    pass(2s);
    if (looked_again.contains("configured.so")) settle("configured.so", "fixture_configured");
  }

  std::string answer() { return version_that_serves("fixture:configured:1"); }
};

TEST_F(ConfigurationTest, a_plugin_is_made_with_its_configuration) {
  settle("configured.so", "fixture_configured");
  EXPECT_EQ(answer(), R"({"n":1})");
}

TEST_F(ConfigurationTest, a_changed_configuration_makes_another_generation_of_the_same_code) {
  settle("configured.so", "fixture_configured");
  reconfigure(R"({"n":22})");
  EXPECT_EQ(answer(), R"({"n":22})");
  EXPECT_TRUE(registry->is_unchanged(folder / "configured.so", "fixture_configured"));
}

TEST_F(ConfigurationTest, one_that_is_refused_leaves_the_old_generation_with_the_old_one) {
  settle("configured.so", "fixture_configured");
  reconfigure(R"({"please":"refuse"})");
  EXPECT_EQ(answer(), R"({"n":1})");
  EXPECT_EQ(state_of("1.0.0"), "degraded");
  EXPECT_THAT(lines, Contains(HasSubstr("JFP-0110 rejected configured.so")));
  EXPECT_TRUE(registry->is_unchanged(folder / "configured.so", "fixture_configured")) << "until it changes again";
  reconfigure(R"({"n":3})");
  EXPECT_EQ(answer(), R"({"n":3})");
  EXPECT_EQ(state_of("1.0.0"), "active");
}

TEST_F(ConfigurationTest, a_plugin_that_did_not_start_for_want_of_one_is_tried_again) {
  configure(R"({"please":"refuse"})");
  settle("configured.so", "fixture_configured");
  EXPECT_EQ(answer(), "nobody");
  reconfigure(R"({"n":4})");
  EXPECT_EQ(answer(), R"({"n":4})");
}

}  // namespace
}  // namespace jackfield::loader
