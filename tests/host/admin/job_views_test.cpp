#include "admin/job_views.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "admin/json_text.hpp"
#include "support/test_connector.hpp"

namespace jackfield::admin {
namespace {

using nlohmann::json;

constexpr WallTime kTenOClock{std::chrono::seconds(1'786'096'800)};

bool served(const JobType&) {
  return true;
}

worker::Tally tally(std::string type) {
  worker::Tally made;
  made.type = {std::move(type)};
  made.received = 5;
  made.handled = 4;
  made.completed = 2;
  made.failed = 1;
  made.thrown = 1;
  made.total_time = 10ms;
  made.longest_time = 7ms;
  made.last_completed = kTenOClock;
  return made;
}

TEST(JobViewsTest, show_a_connector_as_the_java_runtime_does) {
  const auto connector = std::make_shared<test::TestConnector>("io.example:a:1");
  const json rows = connector_rows(*test::catalog_of({connector}), "", "host-1", served);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0], json({{"name", connector->info().name},
                           {"type", "io.example:a:1"},
                           {"inputVariables", json::array()},
                           {"enabled", true},
                           {"runtimeId", "host-1"},
                           {"brokerConnectivityState", "UNKNOWN"}}));
  EXPECT_TRUE(connector_rows(*test::catalog_of({connector}), "io.example:b:1", "host-1", served).empty());
}

TEST(JobViewsTest, show_a_connector_that_is_turned_off) {
  const auto connector = std::make_shared<test::TestConnector>("io.example:a:1");
  const json rows = connector_rows(*test::catalog_of({connector}), "", "h", [](const JobType&) { return false; });
  EXPECT_EQ(rows[0]["enabled"], false);
}

TEST(JobViewsTest, show_what_jobs_of_one_type_came_to) {
  const json view = tally_view({tally("a"), tally("b")}, "a", "host-1", 123'456ms);
  EXPECT_EQ(view, json::parse(R"([{"runtimeId":"host-1","runtime":{"uptimeSeconds":123},
      "job":{"completed":2,"failed":1,"bpmnError":1,"executionTime":{"meanMs":2.5,"maxMs":7.0},
             "lastCompleted":"2026-08-07T10:00:00Z"},
      "worker":{"jobsActivated":5,"jobsHandled":4,"streamRecreations":0}}])"));
}

TEST(JobViewsTest, sum_up_all_types) {
  worker::Tally later = tally("b");
  later.longest_time = 9ms;
  later.last_failed = kTenOClock + 250ms;
  const json view = tally_view({tally("a"), later}, "", "h", 1s);
  EXPECT_EQ(view[0]["job"]["completed"], 4);
  EXPECT_EQ(view[0]["job"]["executionTime"]["meanMs"], 2.5);
  EXPECT_EQ(view[0]["job"]["executionTime"]["maxMs"], 9.0);
  EXPECT_EQ(view[0]["job"]["lastFailed"], "2026-08-07T10:00:00.250Z");
}

TEST(JobViewsTest, show_zeros_for_a_type_that_nobody_knows) {
  const json view = tally_view({tally("a")}, "c", "h", 1s);
  EXPECT_EQ(view[0]["job"], json({{"completed", 0}, {"failed", 0}, {"bpmnError", 0}}));
}

}  // namespace
}  // namespace jackfield::admin
