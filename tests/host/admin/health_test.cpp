#include "admin/health.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/manual_clock.hpp"

namespace jackfield::admin {
namespace {

using nlohmann::json;

class HealthTest : public testing::Test {
 protected:
  json told(HealthGroup group) {
    const net::ServedResponse response = health.tell(group, plugins, looks_at_cluster(group) ? &cluster : nullptr);
    status = response.status;
    EXPECT_EQ(response.content_type, "application/json");
    return json::parse(response.body);
  }

  static loader::PluginStatus plugin(std::string id, std::string state, std::string error = "") {
    loader::PluginStatus status;
    status.id = std::move(id);
    status.state = std::move(state);
    status.last_error = std::move(error);
    return status;
  }

  test::ManualClock clock;
  Health health{clock};
  std::vector<loader::PluginStatus> plugins;
  Result<ClusterHealth> cluster = ClusterHealth{.brokers = 3, .has_healthy_partition = true};
  int status = 0;
};

TEST_F(HealthTest, comes_up_when_the_host_has_started) {
  EXPECT_EQ(told(HealthGroup::Startup)["status"], "DOWN");
  EXPECT_EQ(status, 503);
  health.mark_started();
  EXPECT_EQ(told(HealthGroup::Startup)["status"], "UP");
  EXPECT_EQ(status, 200);
}

TEST_F(HealthTest, speaks_of_the_cluster_as_the_java_runtime_does) {
  health.mark_started();
  const json all = told(HealthGroup::All);
  EXPECT_EQ(all["status"], "UP");
  EXPECT_EQ(all["groups"], json({"liveness", "readiness", "startup"}));
  EXPECT_EQ(all["components"]["zeebeClient"]["status"], "UP");
  EXPECT_EQ(all["components"]["zeebeClient"]["details"]["numBrokers"], 3);
  EXPECT_EQ(all["components"]["zeebeClient"]["details"]["anyPartitionHealthy"], true);
}

TEST_F(HealthTest, is_not_ready_without_a_cluster_but_alive) {
  health.mark_started();
  cluster = Failure{Fault::Unavailable, "gateway localhost:26500: connection refused"};
  const json ready = told(HealthGroup::Readiness);
  EXPECT_EQ(ready["status"], "DOWN");
  EXPECT_EQ(ready["components"]["zeebeClient"]["details"]["error"], "gateway localhost:26500: connection refused");
  EXPECT_EQ(status, 503);
  EXPECT_EQ(told(HealthGroup::Liveness)["status"], "UP");
  EXPECT_EQ(status, 200);
}

TEST_F(HealthTest, wants_a_broker_and_a_partition_that_works) {
  health.mark_started();
  cluster = ClusterHealth{.brokers = 0, .has_healthy_partition = true};
  EXPECT_EQ(told(HealthGroup::Readiness)["status"], "DOWN");
  cluster = ClusterHealth{.brokers = 1, .has_healthy_partition = false};
  EXPECT_EQ(told(HealthGroup::Readiness)["status"], "DOWN");
}

TEST_F(HealthTest, is_not_ready_while_it_stops) {
  health.mark_started();
  health.mark_stopping();
  EXPECT_EQ(told(HealthGroup::Readiness)["status"], "OUT_OF_SERVICE");
  EXPECT_EQ(status, 503);
  EXPECT_EQ(told(HealthGroup::Liveness)["status"], "UP");
}

TEST_F(HealthTest, stays_up_with_a_plugin_whose_update_was_rejected_and_says_why) {
  health.mark_started();
  plugins = {plugin("io.example.a", "active"), plugin("io.example.b", "degraded", "JFP-0103 ABI 2.0 needed")};
  const json all = told(HealthGroup::All);
  EXPECT_EQ(all["status"], "UP");
  EXPECT_EQ(all["components"]["plugins"]["status"], "DEGRADED");
  EXPECT_EQ(all["components"]["plugins"]["details"]["serving"], 2);
  EXPECT_EQ(all["components"]["plugins"]["details"]["troubled"]["io.example.b"], "JFP-0103 ABI 2.0 needed");
}

TEST_F(HealthTest, says_since_when) {
  health.mark_started();
  const auto since = [&] {
    const json ready = told(HealthGroup::Readiness);
    return ready["components"]["zeebeClient"]["details"]["since"].get<std::string>();
  };
  const std::string first = since();
  clock.advance(1min);
  EXPECT_EQ(since(), first) << "nothing has changed";
  cluster = Failure{Fault::Unavailable, "away"};
  EXPECT_NE(since(), first);
}

}  // namespace
}  // namespace jackfield::admin
