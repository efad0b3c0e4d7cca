#include "app/run_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace jackfield::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<RunSettings> settings_from(config::Environment environment, std::vector<std::string> arguments = {}) {
  Result<config::Document> document =
      config::read({run_table(), std::move(arguments), std::move(environment)});
  if (!document) return document.failure();
  return bind_run_settings(*document);
}

TEST(RunSettings, work_without_anything_set) {
  const Result<RunSettings> settings = settings_from({});
  ASSERT_TRUE(settings) << settings.failure().message;
  EXPECT_EQ(settings->gateway.address, "http://localhost:26500");
  EXPECT_FALSE(settings->gateway.is_tls_default);
  EXPECT_EQ(settings->worker.max_jobs_active, 100u);
  EXPECT_TRUE(settings->worker.streaming);
}

TEST(RunSettings, take_the_gateway_address_from_every_name_in_use) {
  for (const char* name :
       {"CAMUNDA_CLIENT_GRPCADDRESS", "CAMUNDA_GRPC_ADDRESS", "ZEEBE_CLIENT_BROKER_GATEWAY-ADDRESS",
        "ZEEBE_CLIENT_BROKER_GATEWAYADDRESS", "ZEEBE_GRPC_ADDRESS", "ZEEBE_ADDRESS", "JACKFIELD_GATEWAY_ADDRESS"}) {
    EXPECT_EQ(settings_from({{name, "zeebe:26500"}})->gateway.address, "zeebe:26500") << name;
  }
}

TEST(RunSettings, keep_documents_in_the_cluster_where_its_rest_interface_is_known) {
  for (const char* name : {"CAMUNDA_CLIENT_RESTADDRESS", "ZEEBE_REST_ADDRESS", "JACKFIELD_DOCUMENTS_REST_ADDRESS"}) {
    const Result<RunSettings> settings = settings_from({{name, "http://zeebe:8080"}});
    EXPECT_EQ(settings->documents.store, documents::StoreKind::Cluster) << name;
    EXPECT_EQ(settings->documents.rest_address, "http://zeebe:8080") << name;
  }
  EXPECT_EQ(settings_from({})->documents.store, documents::StoreKind::None);
}

TEST(RunSettings, keep_documents_in_memory_when_told_to) {
  EXPECT_EQ(
      settings_from({{"ZEEBE_REST_ADDRESS", "http://z"}, {"JACKFIELD_DOCUMENTS_STORE", "in-memory"}})->documents.store,
      documents::StoreKind::InMemory);
  EXPECT_EQ(settings_from({{"ZEEBE_REST_ADDRESS", "http://z"}, {"JACKFIELD_DOCUMENTS_STORE", "none"}})->documents.store,
            documents::StoreKind::None);
}

TEST(RunSettings, refuse_a_document_store_that_cannot_work) {
  EXPECT_THAT(settings_from({{"JACKFIELD_DOCUMENTS_STORE", "cluster"}}).failure().message,
              HasSubstr("documents.rest-address"));
  EXPECT_THAT(settings_from({{"JACKFIELD_DOCUMENTS_STORE", "shelf"}}).failure().message, HasSubstr("got \"shelf\""));
  EXPECT_THAT(settings_from({{"ZEEBE_REST_ADDRESS", "zeebe:8080"}}).failure().message,
              HasSubstr("expected http:// or https://"));
}

TEST(RunSettings, speak_tls_to_an_address_without_scheme_when_told_not_to_be_insecure) {
  EXPECT_TRUE(settings_from({{"ZEEBE_INSECURE", "false"}})->gateway.is_tls_default);
  EXPECT_FALSE(settings_from({{"ZEEBE_INSECURE", "true"}})->gateway.is_tls_default);
}

TEST(RunSettings, take_the_workers_settings_from_the_java_runtimes_names) {
  const Result<RunSettings> settings = settings_from({{"CAMUNDA_CLIENT_WORKER_DEFAULTS_MAXJOBSACTIVE", "7"},
                                                      {"CAMUNDA_CLIENT_WORKER_DEFAULTS_TIMEOUT", "PT30S"},
                                                      {"CAMUNDA_CLIENT_WORKER_DEFAULTS_STREAMENABLED", "false"},
                                                      {"CAMUNDA_CLIENT_WORKER_DEFAULTS_TENANTIDS", "a,b"}});
  EXPECT_EQ(settings->worker.max_jobs_active, 7u);
  EXPECT_EQ(settings->worker.job_timeout, 30s);
  EXPECT_FALSE(settings->worker.streaming);
  EXPECT_THAT(settings->worker.tenants, ElementsAre("a", "b"));
}

TEST(RunSettings, name_the_setting_and_its_source_when_a_value_cannot_be_used) {
  EXPECT_THAT(
      settings_from({{"CAMUNDA_CLIENT_WORKER_DEFAULTS_MAXJOBSACTIVE", "many"}}).failure().message,
      HasSubstr("\"worker.max-jobs-active\" from CAMUNDA_CLIENT_WORKER_DEFAULTS_MAXJOBSACTIVE: expected a whole"));
  EXPECT_THAT(
      settings_from({}, {"--log-level", "loud"}).failure().message,
      HasSubstr("\"log.level\" from --log-level: expected one of trace, debug, info, warn, error, off, got \"loud\""));
}

TEST(RunSettings, need_one_plugin_folder_that_exists) {
  EXPECT_EQ(check_plugin_folders(*settings_from({}, {"--plugins", "/nowhere,/neither"})).failure().message,
            "setting \"plugins.folders\": expected a folder that exists, got \"/nowhere\", \"/neither\"");
  EXPECT_TRUE(check_plugin_folders(*settings_from({}, {"--plugins", "/nowhere,/tmp"})).ok());
}

TEST(RunSettings, describe_what_differs_from_the_defaults) {
  const Result<config::Document> document =
      config::read({run_table(), {"--max-jobs-active", "5"}, {{"ZEEBE_ADDRESS", "zeebe:26500"}}});
  EXPECT_EQ(describe(*document, run_table()),
            "gateway.address=zeebe:26500 (ZEEBE_ADDRESS), worker.max-jobs-active=5 (--max-jobs-active)");
}

TEST(RunSettings, all_have_help_and_a_name_of_their_own) {
  std::set<std::string_view> names;
  for (const config::Key& key : run_table()) {
    EXPECT_FALSE(key.help.empty()) << key.name;
    EXPECT_TRUE(names.insert(key.name).second) << key.name;
  }
}

}  // namespace
}  // namespace jackfield::app
