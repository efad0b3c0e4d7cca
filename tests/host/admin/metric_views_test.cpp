#include "admin/metric_views.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace jackfield::admin {
namespace {

using nlohmann::json;

class MetricViewsTest : public testing::Test {
 protected:
  MetricViewsTest() {
    const auto count = [&](std::string_view action, std::string_view type, double by) {
      registry.counter("camunda_connector_outbound_invocations_total", "jobs", {{"action", action}, {"type", type}})
          .add(by);
    };
    count("completed", "a", 3);
    count("failed", "a", 1);
    count("completed", "b", 5);
    registry.histogram("camunda_connector_outbound_execution_time_seconds", "times", {1, 2}, {{"type", "a"}})
        .observe(1.5);
  }

  json shown(const std::string& name, std::string_view query = "") {
    return json::parse(one_metric(registry, name, query).body);
  }

  metrics::Registry registry;
};

TEST_F(MetricViewsTest, list_the_names_that_micrometer_has) {
  EXPECT_EQ(json::parse(all_metrics(registry).body),
            json::parse(R"({"names":["camunda.connector.outbound.execution-time",
                                     "camunda.connector.outbound.invocations"]})"));
}

TEST_F(MetricViewsTest, sum_up_a_counter) {
  EXPECT_EQ(shown("camunda.connector.outbound.invocations"), json::parse(R"({
      "name":"camunda.connector.outbound.invocations","description":"jobs",
      "measurements":[{"statistic":"COUNT","value":9.0}],
      "availableTags":[{"tag":"action","values":["completed","failed"]},{"tag":"type","values":["a","b"]}]})"));
}

TEST_F(MetricViewsTest, keep_to_the_tags_asked_for) {
  const json view = shown("camunda.connector.outbound.invocations", "tag=type:a&tag=action%3Acompleted");
  EXPECT_EQ(view["measurements"][0]["value"], 3.0);
  EXPECT_EQ(view["availableTags"], json::array());
}

TEST_F(MetricViewsTest, tell_number_and_sum_of_times) {
  const json view = shown("camunda.connector.outbound.execution-time");
  EXPECT_EQ(view["baseUnit"], "seconds");
  EXPECT_EQ(view["measurements"], json::parse(R"([{"statistic":"COUNT","value":1.0},
                                                  {"statistic":"TOTAL_TIME","value":1.5}])"));
}

TEST_F(MetricViewsTest, know_the_names_of_prometheus_too) {
  EXPECT_EQ(shown("camunda_connector_outbound_invocations_total")["measurements"][0]["value"], 9.0);
}

TEST_F(MetricViewsTest, know_no_other) {
  EXPECT_EQ(one_metric(registry, "jvm.memory.used", "").status, 404);
}

}  // namespace
}  // namespace jackfield::admin
