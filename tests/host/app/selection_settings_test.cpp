#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/run_settings.hpp"

namespace jackfield::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<RunSettings> settings_from(config::Environment environment) {
  Result<config::Document> document = config::read({run_table(), {}, std::move(environment)});
  if (!document) return std::move(document).failure();
  return bind_run_settings(*document);
}

TEST(SelectionSettings, leave_out_what_is_disabled) {
  const auto settings = settings_from({{"CONNECTOR_OUTBOUND_DISABLED", "io.camunda:http-json:1, Other"}});
  EXPECT_THAT(settings->worker.selection.without, ElementsAre("io.camunda:http-json:1", "other"));
}

TEST(SelectionSettings, keep_to_what_is_enabled_even_if_that_is_nothing) {
  EXPECT_THAT(*settings_from({{"CONNECTOR_OUTBOUND_ENABLED", "a,b"}})->worker.selection.only, ElementsAre("a", "b"));
  EXPECT_THAT(*settings_from({{"CONNECTOR_OUTBOUND_ENABLED", ""}})->worker.selection.only, ElementsAre());
  EXPECT_FALSE(settings_from({})->worker.selection.only);
}

TEST(SelectionSettings, are_one_list_or_the_other) {
  const auto both = settings_from({{"CONNECTOR_OUTBOUND_ENABLED", ""}, {"CONNECTOR_OUTBOUND_DISABLED", ""}});
  EXPECT_THAT(both.failure().message, HasSubstr("mutually exclusive"));
}

TEST(SelectionSettings, say_something_of_one_type_or_one_connector) {
  const auto settings = settings_from({{"CAMUNDA_CLIENT_WORKER_OVERRIDE_IO_CAMUNDA_HTTP_JSON_1_ENABLED", "false"},
                                       {"CAMUNDA_CLIENT_WORKER_OVERRIDE_IO_CAMUNDA_HTTP_JSON_1_TIMEOUT", "PT40S"},
                                       {"CONNECTOR_HTTP_REST_TIMEOUT", "60000"}});
  EXPECT_FALSE(settings->worker.selection.serves({"io.camunda:http-json:1"}));
  EXPECT_EQ(settings->worker.selection.timeout_of({"io.camunda:http-json:1"}, "HTTP REST"), 40s);
  EXPECT_EQ(settings->worker.selection.timeout_of({"another"}, "HTTP REST"), 1min);
}

}  // namespace
}  // namespace jackfield::app
