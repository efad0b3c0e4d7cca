#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "secrets/providers.hpp"

namespace jackfield::secrets {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class EnvironmentProviderTest : public testing::Test {
 protected:
  static void keep(void* self, std::string_view line) {
    static_cast<EnvironmentProviderTest*>(self)->lines.emplace_back(line);
  }

  std::string found(std::string_view name, const Scope& scope = {}) {
    Result<std::optional<SecretText>> value =
        environment_provider(settings, variables, log.room("secrets"))->find(name, scope);
    if (!value) return "failed";
    return *value ? std::string((*value)->reveal()) : "none";
  }

  std::vector<std::string> lines;
  log::Log log{{}, &keep, this};
  EnvironmentSettings settings;
  Variables variables;
};

TEST_F(EnvironmentProviderTest, adds_the_prefix) {
  variables = {{"SECRET_FOO", "value"}, {"SECRET_EMPTY", ""}, {"OTHER_FOO", "other"}};
  EXPECT_EQ(found("FOO"), "value");
  EXPECT_EQ(found("EMPTY"), "");
  EXPECT_EQ(found("BAR"), "none");
  settings.prefix = "OTHER_";
  EXPECT_EQ(found("FOO"), "other");
}

TEST_F(EnvironmentProviderTest, tries_underscores_and_capitals) {
  variables = {{"SECRET_my_key", "a"},
               {"SECRET_MY_OTHER_KEY", "b"},
               {"SECRET_X.Y", "exact"},
               {"SECRET_X_Y", "other"},
               {"SECRET_D.A_B", "dashes only"}};
  EXPECT_EQ(found("my-key"), "a");
  EXPECT_EQ(found("my.key"), "a");
  EXPECT_EQ(found("my.other-key"), "b");
  EXPECT_EQ(found("X.Y"), "exact");
  EXPECT_EQ(found("x-y"), "other");
  EXPECT_EQ(found("D.A-B"), "dashes only");
  EXPECT_EQ(found("MY_KEY"), "none");
}

TEST_F(EnvironmentProviderTest, asks_for_the_secret_of_this_tenant_process_and_engine_only) {
  variables = {{"SECRET_FOO", "plain"},
               {"SECRET_my-tenant_FOO", "tenant"},
               {"SECRET_my-process_FOO", "process"},
               {"SECRET_my-tenant_my-process_FOO", "both"},
               {"SECRET_engine-1_my-tenant_my-process_FOO", "all"},
               {"SECRET_default_FOO", "default engine"}};
  const Scope scope{"my-tenant", "my-process", "engine-1"};
  EXPECT_EQ(found("FOO", scope), "plain");
  settings.parts = {.tenant = true};
  EXPECT_EQ(found("FOO", scope), "tenant");
  EXPECT_EQ(found("FOO", {"other", "my-process", {}}), "none");
  settings.parts = {.process = true};
  EXPECT_EQ(found("FOO", scope), "process");
  settings.parts = {.tenant = true, .process = true};
  EXPECT_EQ(found("FOO", scope), "both");
  settings.parts = {.physical_tenant = true, .tenant = true, .process = true};
  EXPECT_EQ(found("FOO", scope), "all");
  EXPECT_EQ(found("FOO", {"my-tenant", "my-process", "engine-2"}), "none");
  settings.parts = {.physical_tenant = true};
  EXPECT_EQ(found("FOO", {"my-tenant", "my-process", {}}), "default engine");
}

TEST_F(EnvironmentProviderTest, takes_everything_and_warns_once_when_the_prefix_is_blank) {
  variables = {{"PATH", "/bin"}, {"HOME", "/root"}};
  settings.prefix = " ";
  const auto provider = environment_provider(settings, variables, log.room("secrets"));
  EXPECT_TRUE(provider->find("PATH", {})->has_value());
  EXPECT_TRUE(provider->find("HOME", {})->has_value());
  EXPECT_THAT(lines, ElementsAre(HasSubstr("every environment variable is a secret")));
}

TEST_F(EnvironmentProviderTest, warns_once_of_a_name_that_lacks_the_prefix) {
  variables = {{"FOO", "value"}};
  const auto provider = environment_provider(settings, variables, log.room("secrets"));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(provider->find("FOO", {})->has_value());
  EXPECT_FALSE(provider->find("BAR", {})->has_value());
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0], HasSubstr("name=FOO prefix=SECRET_"));
  EXPECT_THAT(lines[0], testing::Not(HasSubstr("value")));
}

}  // namespace
}  // namespace jackfield::secrets
