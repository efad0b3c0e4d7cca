#pragma once

// Counts, and renders the counts.
//
// Each room owns a struct of the metrics it feeds, made once from the registry:
//
//   struct Metrics {
//     explicit Metrics(metrics::Registry& r) : polls(r.counter("jackfield_polls_total", "polls sent")) {}
//     metrics::Counter& polls;
//   };
//
// Label values come from closed sets (job types, plugin ids, outcomes), never from customers' data.
// Threads  any; counting takes no lock. Returned references live as long as the registry.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jackfield::metrics {

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Counter {
 public:
  virtual ~Counter() = default;
  virtual void add(double by = 1) noexcept = 0;
  virtual double value() const noexcept = 0;
};

class Gauge {
 public:
  virtual ~Gauge() = default;
  virtual void set(double to) noexcept = 0;
  virtual void add(double by) noexcept = 0;
  virtual double value() const noexcept = 0;
};

class Histogram {
 public:
  virtual ~Histogram() = default;
  virtual void observe(double value) noexcept = 0;
};

enum class Kind { Counter, Gauge, Histogram };

// What a metric has come to for one set of labels.
struct Sample {
  std::vector<std::pair<std::string, std::string>> labels;
  double value = 0;         // of a histogram: the sum
  std::uint64_t count = 0;  // of a histogram
};

struct Family {
  std::string name;
  std::string help;
  Kind kind = Kind::Counter;
  std::vector<Sample> samples;
};

class Registry {
 public:
  Registry();
  ~Registry();

  // The same name and labels give the same metric; a name keeps the kind it was first used with.
  Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
  Gauge& gauge(std::string_view name, std::string_view help, Labels labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, std::vector<double> bounds, Labels labels = {});

  // The Prometheus text format.
  std::string render() const;

  // The same as values.
  std::vector<Family> collect() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jackfield::metrics
