#include "app/isolation_settings.hpp"

#include <gmock/gmock.h>

#include "app/run_settings.hpp"

namespace jackfield::app {
namespace {

using isolation::OnCrash;
using loader::IsolationMode;
using testing::HasSubstr;

Result<RunSettings> settings_from(config::Environment environment) {
  Result<config::Document> document = config::read({run_table(), {}, std::move(environment)});
  if (!document) return document.failure();
  return bind_run_settings(*document);
}

TEST(IsolationSettings, plugins_run_in_the_host_until_they_end_it) {
  const Result<RunSettings> settings = settings_from({});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->loader.isolation.mode_of("any.plugin"), IsolationMode::Automatic);
  EXPECT_EQ(settings->isolation.usual.on_crash, OnCrash::Fail);
  EXPECT_EQ(settings->isolation.usual.memory_limit, 1ULL << 30);
  EXPECT_EQ(settings->isolation.runner.filename(), "jackfield-runner");
  EXPECT_TRUE(settings->isolation.runner.is_absolute());
}

TEST(IsolationSettings, what_is_set_for_one_plugin_comes_before_what_is_set_for_all) {
  const Result<RunSettings> settings =
      settings_from({{"JACKFIELD_PLUGINS_ISOLATION", "process"},
                     {"JACKFIELD_PLUGINS_RETRY_ON_CRASH", "true"},
                     {"JACKFIELD_PLUGINS_COM_EXAMPLE_TRUSTED_ISOLATION", "in-process"},
                     {"JACKFIELD_PLUGINS_COM_EXAMPLE_LEAKY_MEMORY_LIMIT", "67108864"}});
  ASSERT_TRUE(settings) << settings.failure().message;
  EXPECT_EQ(settings->loader.isolation.mode_of("com.example.trusted"), IsolationMode::InProcess);
  EXPECT_EQ(settings->loader.isolation.mode_of("com.example.leaky"), IsolationMode::Process);
  const isolation::Options& leaky = settings->isolation.of_plugin.at("COM_EXAMPLE_LEAKY");
  EXPECT_EQ(leaky.memory_limit, 64ULL << 20);
  EXPECT_EQ(leaky.on_crash, OnCrash::Retry);
}

TEST(IsolationSettings, a_mode_that_is_none_is_refused_with_what_was_expected) {
  const Result<RunSettings> settings = settings_from({{"JACKFIELD_PLUGINS_A_ISOLATION", "jail"}});
  ASSERT_FALSE(settings);
  EXPECT_THAT(settings.failure().message, HasSubstr("expected auto, in-process or process, got \"jail\""));
}

}  // namespace
}  // namespace jackfield::app
