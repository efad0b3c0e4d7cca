#include "metrics/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jackfield::metrics {
namespace {

using testing::HasSubstr;

TEST(Registry, renders_counts_in_the_prometheus_text_format) {
  Registry registry;
  registry.counter("jackfield_polls_total", "polls sent", {{"type", "echo:1"}}).add(2);
  EXPECT_THAT(registry.render(), HasSubstr("# HELP jackfield_polls_total polls sent"));
  EXPECT_THAT(registry.render(), HasSubstr("jackfield_polls_total{type=\"echo:1\"} 2"));
}

TEST(Registry, gives_the_same_counter_for_the_same_name_and_labels) {
  Registry registry;
  Counter& first = registry.counter("jobs_total", "jobs", {{"type", "a"}});
  Counter& again = registry.counter("jobs_total", "jobs", {{"type", "a"}});
  Counter& other = registry.counter("jobs_total", "jobs", {{"type", "b"}});
  EXPECT_EQ(&first, &again);
  EXPECT_NE(&first, &other);
}

TEST(Registry, keeps_the_last_value_of_a_gauge) {
  Registry registry;
  Gauge& gauge = registry.gauge("in_flight", "jobs in flight");
  gauge.set(5);
  gauge.add(-2);
  EXPECT_EQ(gauge.value(), 3);
}

TEST(Registry, sorts_observations_into_the_bounds_of_a_histogram) {
  Registry registry;
  registry.histogram("took_seconds", "time", {0.1, 1}).observe(0.5);
  EXPECT_THAT(registry.render(), HasSubstr("took_seconds_bucket{le=\"0.1\"} 0"));
  EXPECT_THAT(registry.render(), HasSubstr("took_seconds_bucket{le=\"1\"} 1"));
}

}  // namespace
}  // namespace jackfield::metrics
