#include "metrics/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

#include "base/mutex.hpp"

namespace jackfield::metrics {
namespace {

using LabelMap = std::map<std::string, std::string>;
using Identity = std::pair<std::string, LabelMap>;

class PrometheusCounter final : public Counter {
 public:
  explicit PrometheusCounter(prometheus::Counter& counter) : counter_(counter) {}
  void add(double by) noexcept override { counter_.Increment(by); }
  double value() const noexcept override { return counter_.Value(); }

 private:
  prometheus::Counter& counter_;
};

class PrometheusGauge final : public Gauge {
 public:
  explicit PrometheusGauge(prometheus::Gauge& gauge) : gauge_(gauge) {}
  void set(double to) noexcept override { gauge_.Set(to); }
  void add(double by) noexcept override { gauge_.Increment(by); }
  double value() const noexcept override { return gauge_.Value(); }

 private:
  prometheus::Gauge& gauge_;
};

class PrometheusHistogram final : public Histogram {
 public:
  explicit PrometheusHistogram(prometheus::Histogram& histogram) : histogram_(histogram) {}
  void observe(double value) noexcept override { histogram_.Observe(value); }

 private:
  prometheus::Histogram& histogram_;
};

Sample sample_of(const prometheus::ClientMetric& metric, Kind kind) {
  Sample sample;
  for (const auto& label : metric.label) sample.labels.emplace_back(label.name, label.value);
  switch (kind) {
    case Kind::Counter:
      sample.value = metric.counter.value;
      break;
    case Kind::Gauge:
      sample.value = metric.gauge.value;
      break;
    case Kind::Histogram:
      sample.value = metric.histogram.sample_sum;
      sample.count = metric.histogram.sample_count;
      break;
  }
  return sample;
}

Kind kind_of(prometheus::MetricType type) {
  if (type == prometheus::MetricType::Counter) return Kind::Counter;
  return type == prometheus::MetricType::Histogram ? Kind::Histogram : Kind::Gauge;
}

Identity identity_of(std::string_view name, Labels labels) {
  LabelMap map;
  for (const auto& [key, value] : labels) map.emplace(key, value);
  return {std::string(name), std::move(map)};
}

}  // namespace

struct Registry::State {
  prometheus::Registry registry;

  Mutex mutex;
  std::map<Identity, PrometheusCounter> counters JF_GUARDED_BY(mutex);
  std::map<Identity, PrometheusGauge> gauges JF_GUARDED_BY(mutex);
  std::map<Identity, PrometheusHistogram> histograms JF_GUARDED_BY(mutex);
};

Registry::Registry() : state_(std::make_unique<State>()) {}
Registry::~Registry() = default;

Counter& Registry::counter(std::string_view name, std::string_view help, Labels labels) {
  Identity identity = identity_of(name, labels);
  MutexLock lock(state_->mutex);
  const auto found = state_->counters.find(identity);
  if (found != state_->counters.end()) return found->second;
  auto& family = prometheus::BuildCounter().Name(identity.first).Help(std::string(help)).Register(state_->registry);
  auto& counter = family.Add(identity.second);
  return state_->counters.emplace(std::move(identity), PrometheusCounter(counter)).first->second;
}

Gauge& Registry::gauge(std::string_view name, std::string_view help, Labels labels) {
  Identity identity = identity_of(name, labels);
  MutexLock lock(state_->mutex);
  const auto found = state_->gauges.find(identity);
  if (found != state_->gauges.end()) return found->second;
  auto& family = prometheus::BuildGauge().Name(identity.first).Help(std::string(help)).Register(state_->registry);
  auto& gauge = family.Add(identity.second);
  return state_->gauges.emplace(std::move(identity), PrometheusGauge(gauge)).first->second;
}

Histogram& Registry::histogram(std::string_view name, std::string_view help, std::vector<double> bounds,
                               Labels labels) {
  Identity identity = identity_of(name, labels);
  MutexLock lock(state_->mutex);
  const auto found = state_->histograms.find(identity);
  if (found != state_->histograms.end()) return found->second;
  auto& family = prometheus::BuildHistogram().Name(identity.first).Help(std::string(help)).Register(state_->registry);
  auto& histogram = family.Add(identity.second, std::move(bounds));
  return state_->histograms.emplace(std::move(identity), PrometheusHistogram(histogram)).first->second;
}

std::string Registry::render() const {
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

std::vector<Family> Registry::collect() const {
  std::vector<Family> families;
  for (const prometheus::MetricFamily& from : state_->registry.Collect()) {
    Family family{.name = from.name, .help = from.help, .kind = kind_of(from.type), .samples = {}};
    for (const prometheus::ClientMetric& metric : from.metric) family.samples.push_back(sample_of(metric, family.kind));
    families.push_back(std::move(family));
  }
  return families;
}

}  // namespace jackfield::metrics
