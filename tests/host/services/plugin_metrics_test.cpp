#include "services/plugin_metrics.hpp"

#include <gmock/gmock.h>

#include "services/text.hpp"

namespace jackfield::services {
namespace {

using testing::HasSubstr;
using testing::Not;

class PluginMetricsTest : public testing::Test {
 protected:
  std::uint64_t counter(const char* plugin, const char* name) {
    return metrics.define({.plugin = plugin, .kind = JF_METRIC_COUNTER, .name = name}).second;
  }

  void record(const char* plugin, std::uint64_t id, double value,
              std::initializer_list<std::pair<const char*, const char*>> labels = {}) {
    std::vector<jf_kv> list;
    for (const auto& [key, text] : labels) list.push_back({borrow(key), borrow(text)});
    metrics.record(plugin, id, value, list.data(), static_cast<std::uint32_t>(list.size()));
  }

  metrics::Registry registry;
  PluginMetrics metrics{registry};
};

TEST_F(PluginMetricsTest, carry_the_name_of_their_plugin) {
  record("io.acme.mail", counter("io.acme.mail", "sent"), 2, {{"kind", "html"}});
  EXPECT_THAT(registry.render(), HasSubstr("jackfield_plugin_io_acme_mail_sent_total{kind=\"html\"} 2"));
}

TEST_F(PluginMetricsTest, go_on_in_the_next_generation) {
  const std::uint64_t id = counter("p", "sent");
  record("p", id, 1);
  EXPECT_EQ(counter("p", "sent"), id);
  record("p", id, 1);
  EXPECT_THAT(registry.render(), HasSubstr("jackfield_plugin_p_sent_total 2"));
}

TEST_F(PluginMetricsTest, come_in_three_kinds) {
  const auto gauge = metrics.define({.plugin = "p", .kind = JF_METRIC_GAUGE, .name = "size", .unit = "bytes"});
  const auto histogram =
      metrics.define({.plugin = "p", .kind = JF_METRIC_HISTOGRAM, .name = "took", .unit = "seconds"});
  record("p", gauge.second, 7);
  record("p", gauge.second, 5);
  record("p", histogram.second, 0.3);
  EXPECT_THAT(registry.render(), HasSubstr("jackfield_plugin_p_size_bytes 5"));
  EXPECT_THAT(registry.render(), HasSubstr("jackfield_plugin_p_took_seconds_bucket{le=\"0.5\"} 1"));
}

TEST_F(PluginMetricsTest, refuse_names_and_kinds_that_do_not_fit) {
  for (const char* name : {"", "Sent", "a-b", "1a", "_a"}) {
    EXPECT_EQ(metrics.define({.plugin = "p", .kind = JF_METRIC_GAUGE, .name = name}).first, JF_ERR_INVALID) << name;
  }
  EXPECT_EQ(metrics.define({.plugin = "p", .kind = 9, .name = "a"}).first, JF_ERR_INVALID);
}

TEST_F(PluginMetricsTest, keep_the_kind_they_were_defined_with) {
  metrics.define({.plugin = "p", .kind = JF_METRIC_GAUGE, .name = "a"});
  EXPECT_EQ(metrics.define({.plugin = "p", .kind = JF_METRIC_HISTOGRAM, .name = "a"}).first, JF_ERR_CONFLICT);
  EXPECT_EQ(metrics.define({.plugin = "P", .kind = JF_METRIC_GAUGE, .name = "a"}).first, JF_OK);
}

TEST_F(PluginMetricsTest, do_not_listen_to_another_plugin) {
  record("q", counter("p", "sent"), 1);
  record("p", 99, 1);
  EXPECT_THAT(registry.render(), HasSubstr("jackfield_plugin_metrics_ignored_total 2"));
}

TEST_F(PluginMetricsTest, count_too_many_sets_of_labels_under_other) {
  const std::uint64_t id = counter("p", "sent");
  for (int i = 0; i < 250; ++i) record("p", id, 1, {{"customer", std::to_string(i).c_str()}});
  EXPECT_THAT(registry.render(), HasSubstr("jackfield_plugin_p_sent_total{customer=\"199\"} 1"));
  EXPECT_THAT(registry.render(), Not(HasSubstr("customer=\"200\"")));
  EXPECT_THAT(registry.render(), HasSubstr("jackfield_plugin_p_sent_total{customer=\"other\"} 50"));
}

TEST_F(PluginMetricsTest, ignore_labels_and_values_that_are_unusable) {
  const std::uint64_t id = counter("p", "sent");
  record("p", id, 1, {{"a b", "x"}});
  record("p", id, 1, {{"a", ""}, {"b", ""}, {"c", ""}, {"d", ""}, {"e", ""}});
  record("p", id, std::nan(""));
  EXPECT_THAT(registry.render(), HasSubstr("jackfield_plugin_metrics_ignored_total 3"));
}

TEST_F(PluginMetricsTest, are_limited_in_number) {
  for (int i = 0; i < 200; ++i) counter("p", ("a" + std::to_string(i)).c_str());
  EXPECT_EQ(metrics.define({.plugin = "p", .kind = JF_METRIC_COUNTER, .name = "more"}).first, JF_ERR_BUSY);
  EXPECT_NE(counter("q", "more"), 0u);
}

}  // namespace
}  // namespace jackfield::services
