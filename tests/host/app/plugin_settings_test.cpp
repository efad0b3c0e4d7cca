#include "app/plugin_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/run_settings.hpp"

namespace jackfield::app {
namespace {

using loader::SignaturePolicy;
using loader::WatchMode;
using testing::ElementsAre;
using testing::HasSubstr;

Result<RunSettings> settings_from(config::Environment environment) {
  Result<config::Document> document = config::read({run_table(), {}, std::move(environment)});
  if (!document) return document.failure();
  return bind_run_settings(*document);
}

TEST(PluginSettings, follow_folders_and_trust_files_unless_told_otherwise) {
  const Result<RunSettings> settings = settings_from({});
  ASSERT_TRUE(settings) << settings.failure().message;
  EXPECT_EQ(settings->loader.watch, WatchMode::Automatic);
  EXPECT_FALSE(settings->loader.keeps_deleted);
  EXPECT_EQ(settings->loader.hang_limit, 1s);
  EXPECT_TRUE(settings->loader.config_folder.empty());
  EXPECT_EQ(settings->loader.signatures.policy, SignaturePolicy::Off);
  EXPECT_TRUE(settings->loader.signatures.keys.empty());
}

TEST(PluginSettings, are_taken_over) {
  const Result<RunSettings> settings = settings_from({{"JACKFIELD_PLUGINS_WATCH", "poll"},
                                                      {"JACKFIELD_PLUGINS_ON_DELETE", "keep"},
                                                      {"JACKFIELD_PLUGINS_CONFIG_FOLDER", "/etc/jackfield/plugins"},
                                                      {"JACKFIELD_PLUGINS_SIGNATURES", "require"},
                                                      {"JACKFIELD_PLUGINS_SIGNATURE_KEYS", "a.pub,b.pub"},
                                                      {"JACKFIELD_PLUGINS_ALLOWED_HASHES", "hashes"}});
  ASSERT_TRUE(settings) << settings.failure().message;
  EXPECT_EQ(settings->loader.watch, WatchMode::Poll);
  EXPECT_TRUE(settings->loader.keeps_deleted);
  EXPECT_EQ(settings->loader.config_folder, "/etc/jackfield/plugins");
  EXPECT_EQ(settings->loader.signatures.policy, SignaturePolicy::Require);
  EXPECT_THAT(settings->loader.signatures.keys, ElementsAre("a.pub", "b.pub"));
  EXPECT_EQ(settings->loader.signatures.allowed_hashes, "hashes");
}

TEST(PluginSettings, say_what_words_they_know) {
  const auto failure = [](const std::string& name, const std::string& value) {
    const Result<RunSettings> settings = settings_from({{name, value}});
    return settings ? "none" : settings.failure().message;
  };
  EXPECT_THAT(failure("JACKFIELD_PLUGINS_WATCH", "never"),
              HasSubstr("expected auto, inotify, poll or off, got \"never\""));
  EXPECT_THAT(failure("JACKFIELD_PLUGINS_ON_DELETE", "cry"), HasSubstr("expected unload or keep, got \"cry\""));
  EXPECT_THAT(failure("JACKFIELD_PLUGINS_SIGNATURES", "yes"), HasSubstr("expected off, warn or require, got \"yes\""));
}

}  // namespace
}  // namespace jackfield::app
