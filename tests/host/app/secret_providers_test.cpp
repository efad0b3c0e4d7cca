#include "app/secret_providers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "app/run_settings.hpp"
#include "support/manual_clock.hpp"

namespace jackfield::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;

SecretSettings settings_from(config::Environment environment, std::vector<std::string> arguments = {}) {
  const Result<config::Document> document =
      config::read({run_table(), std::move(arguments), std::move(environment)});
  EXPECT_TRUE(document.ok());
  return bind_run_settings(*document)->secrets;
}

class SecretProvidersTest : public testing::Test {
 protected:
  SecretProvidersTest() : root(fs::path(testing::TempDir()) / ("secret-chain-" + std::to_string(::getpid()))) {
    fs::create_directories(root / "folder");
  }
  ~SecretProvidersTest() override { fs::remove_all(root); }

  void write(const fs::path& name, std::string_view content) { std::ofstream(root / name) << content; }

  fs::path root;
  test::ManualClock clock;
};

TEST_F(SecretProvidersTest, take_the_java_runtimes_names) {
  const SecretSettings settings =
      settings_from({{"CAMUNDA_CONNECTOR_SECRETPROVIDER_ENVIRONMENT_ENABLED", "false"},
                     {"CAMUNDA_CONNECTOR_SECRETPROVIDER_ENVIRONMENT_PREFIX", "MY_"},
                     {"CAMUNDA_CONNECTOR_SECRETPROVIDER_ENVIRONMENT_TENANTAWARE", "true"},
                     {"CAMUNDA_CONNECTOR_SECRETPROVIDER_ENVIRONMENT_PROCESSDEFINITIONAWARE", "true"},
                     {"CAMUNDA_CONNECTOR_SECRETPROVIDER_ENVIRONMENT_PHYSICALTENANTAWARE", "true"}});
  EXPECT_FALSE(settings.from_environment);
  EXPECT_EQ(settings.environment_prefix, "MY_");
  EXPECT_TRUE(settings.parts.tenant && settings.parts.process && settings.parts.physical_tenant);
}

TEST_F(SecretProvidersTest, have_a_prefix_unless_it_is_taken_away) {
  EXPECT_EQ(settings_from({}).environment_prefix, "SECRET_");
  EXPECT_EQ(settings_from({{"CAMUNDA_CONNECTOR_SECRETPROVIDER_ENVIRONMENT_PREFIX", ""}}).environment_prefix, "");
  EXPECT_EQ(settings_from({{"JACKFIELD_SECRETS_ENVIRONMENT_PREFIX", ""}}).environment_prefix, "");
}

TEST_F(SecretProvidersTest, are_asked_in_the_order_environment_folders_files) {
  write("folder/A", "folder");
  write("folder/B", "folder");
  write("file.env", "A=file\nB=file\nC=file\n");
  const config::Environment environment = {{"SECRET_A", "environment"},
                                           {"CREDENTIALS_DIRECTORY", (root / "folder").string()}};
  SecretSettings settings = settings_from({}, {"--secrets-file", (root / "file.env").string()});
  settings.from_systemd = true;

  Result<SecretChain> chain = make_secret_chain(settings, environment, clock, {});

  ASSERT_TRUE(chain.ok()) << chain.failure().message;
  ASSERT_THAT(*chain, SizeIs(3));
  const secrets::Secrets secrets(*std::move(chain));
  EXPECT_EQ(*secrets.replace("secrets.A secrets.B secrets.C", {}), "environment folder file");
}

TEST_F(SecretProvidersTest, must_be_there_when_they_are_asked_for) {
  SecretSettings settings;
  settings.from_systemd = true;
  EXPECT_THAT(make_secret_chain(settings, {}, clock, {}).failure().message, HasSubstr("CREDENTIALS_DIRECTORY"));
  const SecretSettings missing = settings_from({}, {"--secrets-folder", (root / "none").string()});
  EXPECT_THAT(make_secret_chain(missing, {}, clock, {}).failure().message, HasSubstr("none"));
}

}  // namespace
}  // namespace jackfield::app
