#include "services/plugin_metrics.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "services/text.hpp"

namespace jackfield::services {
namespace {

constexpr std::size_t kMaxMetricsPerPlugin = 200;
constexpr std::size_t kMaxLabelSets = 200;
constexpr std::uint32_t kMaxLabels = 4;
constexpr std::size_t kMaxNameBytes = 64;
constexpr std::size_t kMaxLabelBytes = 64;
constexpr std::size_t kMaxHelpBytes = 256;
constexpr std::string_view kOther = "other";

bool is_name(std::string_view text) noexcept {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view kAll = "abcdefghijklmnopqrstuvwxyz0123456789_";
  return !text.empty() && text.size() <= kMaxNameBytes && kLetters.find(text.front()) != std::string_view::npos &&
         text.find_first_not_of(kAll) == std::string_view::npos;
}

std::string full_name_of(const MetricDefinition& metric) {
  std::string name = "jackfield_plugin_";
  for (const char letter : metric.plugin) {
    const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    name.push_back(is_plain ? letter : '_');
  }
  name += "_" + metric.name;
  if (!metric.unit.empty()) name += "_" + metric.unit;
  if (metric.kind == JF_METRIC_COUNTER) name += "_total";
  return name;
}

std::vector<double> bounds_for(std::string_view unit) {
  if (unit == "bytes") return {256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216};
  return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60};
}

// The registry takes labels as a braced list, whose length is part of the code.
template <typename Use>
auto with_labels(const std::vector<std::pair<std::string, std::string>>& labels, Use use) {
  switch (const auto& l = labels; l.size()) {
    case 0:
      return use({});
    case 1:
      return use({l[0]});
    case 2:
      return use({l[0], l[1]});
    case 3:
      return use({l[0], l[1], l[2]});
    default:
      return use({l[0], l[1], l[2], l[3]});
  }
}

// Nothing: a name is not usable, or there are too many.
std::optional<std::vector<std::pair<std::string, std::string>>> labels_of(const jf_kv* labels, std::uint32_t count) {
  std::vector<std::pair<std::string, std::string>> list;
  if (labels == nullptr) count = 0;
  if (count > kMaxLabels) return std::nullopt;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!is_name(view(labels[i].key))) return std::nullopt;
    list.emplace_back(view(labels[i].key), shown(view(labels[i].value), kMaxLabelBytes));
  }
  std::sort(list.begin(), list.end());
  return list;
}

std::string key_of(const std::vector<std::pair<std::string, std::string>>& labels) {
  std::string key;
  for (const auto& [name, value] : labels) key.append(name).append(1, '\0').append(value).append(1, '\0');
  return key;
}

struct Feed {
  double value;
  void operator()(metrics::Counter* counter) const { counter->add(std::max(value, 0.0)); }
  void operator()(metrics::Gauge* gauge) const { gauge->set(value); }
  void operator()(metrics::Histogram* histogram) const { histogram->observe(value); }
};

}  // namespace

PluginMetrics::PluginMetrics(metrics::Registry& registry)
    : registry_(registry),
      ignored_(registry.counter("jackfield_plugin_metrics_ignored_total",
                                "values of plugins with an unknown metric or unusable labels")) {}

std::pair<jf_status, std::uint64_t> PluginMetrics::define(const MetricDefinition& definition) {
  const bool is_known_kind = definition.kind >= JF_METRIC_COUNTER && definition.kind <= JF_METRIC_HISTOGRAM;
  const bool is_named = is_name(definition.name) && (definition.unit.empty() || is_name(definition.unit));
  if (!is_known_kind || !is_named) return {JF_ERR_INVALID, 0};
  std::string full_name = full_name_of(definition);
  MutexLock lock(mutex_);
  if (const auto found = ids_.find(full_name); found != ids_.end()) {
    const MetricDefinition& old = metrics_[found->second - 1]->definition;
    const bool is_same = old.kind == definition.kind && old.plugin == definition.plugin;
    return is_same ? std::pair(JF_OK, found->second) : std::pair(jf_status{JF_ERR_CONFLICT}, std::uint64_t{0});
  }
  const auto owned = std::count_if(metrics_.begin(), metrics_.end(), [&](const std::unique_ptr<Metric>& metric) {
    return metric->definition.plugin == definition.plugin;
  });
  if (static_cast<std::size_t>(owned) >= kMaxMetricsPerPlugin) return {JF_ERR_BUSY, 0};
  auto metric = std::make_unique<Metric>();
  metric->definition = definition;
  metric->definition.help = shown(definition.help, kMaxHelpBytes);
  metric->full_name = full_name;
  metrics_.push_back(std::move(metric));
  ids_.emplace(std::move(full_name), metrics_.size());
  return {JF_OK, metrics_.size()};
}

void PluginMetrics::record(std::string_view plugin, std::uint64_t id, double value, const jf_kv* labels,
                           std::uint32_t count) {
  auto list = labels_of(labels, count);
  if (!list || !std::isfinite(value)) return ignored_.add();
  MutexLock lock(mutex_);
  Metric* metric = find(plugin, id);
  if (metric == nullptr) return ignored_.add();
  std::visit(Feed{value}, instance(*metric, std::move(*list)));
}

PluginMetrics::Metric* PluginMetrics::find(std::string_view plugin, std::uint64_t id) {
  if (id == 0 || id > metrics_.size()) return nullptr;
  Metric* metric = metrics_[id - 1].get();
  return metric->definition.plugin == plugin ? metric : nullptr;
}

PluginMetrics::Instance PluginMetrics::instance(Metric& metric, LabelList labels) {
  const auto found = metric.instances.find(key_of(labels));
  if (found != metric.instances.end()) return found->second;
  if (metric.instances.size() >= kMaxLabelSets) {
    for (auto& [name, value] : labels) value = kOther;
  }
  const auto [made, is_new] = metric.instances.try_emplace(key_of(labels));
  if (is_new) made->second = make(metric, labels);
  return made->second;
}

PluginMetrics::Instance PluginMetrics::make(const Metric& metric, const LabelList& labels) {
  const MetricDefinition& definition = metric.definition;
  return with_labels(labels, [&](metrics::Labels list) -> Instance {
    switch (definition.kind) {
      case JF_METRIC_GAUGE:
        return &registry_.gauge(metric.full_name, definition.help, list);
      case JF_METRIC_HISTOGRAM:
        return &registry_.histogram(metric.full_name, definition.help, bounds_for(definition.unit), list);
      default:
        return &registry_.counter(metric.full_name, definition.help, list);
    }
  });
}

}  // namespace jackfield::services
