// How fast expressions are compiled and evaluated, on one thread, per second of CPU time; beside Camunda's engine,
// whose figures come from its program (benchmarks/peers/feel-java). benchmarks/feel/compare runs both.
//
//   bench_feel [seconds per sample [figures of the peer]]
//
// Exits 1 when a goal is missed: 10 times the peer for compiling and evaluating, 20 times with the compiled form kept,
// 50 times for the path look-ups, 5 ms to the first result, 10 KB beyond a document of 1 MB.

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "allocations.hpp"
#include "feel/cases/same_json.hpp"
#include "feel/expression.hpp"
#include "feel/value_views.hpp"
#include "workloads.hpp"

namespace jackfield::bench {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(JF_SOURCE_DIR) / "benchmarks/feel";

// What the peer is measured at, in the order of its figures.
enum class Mode : std::uint8_t { Parse, Evaluate, Both, ObjectIn, TextIn };
constexpr std::size_t kModes = 5;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <typename Work>
double rate_of(double seconds, const Work& work) {
  const double start = cpu_seconds();
  std::size_t count = 0;
  double spent = 0;
  for (std::size_t batch = 1; spent < seconds; batch = std::min<std::size_t>(batch * 2, 1'000)) {
    for (std::size_t i = 0; i < batch; ++i) work();
    count += batch;
    spent = cpu_seconds() - start;
  }
  return static_cast<double>(count) / spent;
}

// The median of five samples.
template <typename Work>
double median_rate(double seconds, const Work& work) {
  std::array<double, 5> rates{};
  for (double& rate : rates) rate = rate_of(seconds, work);
  std::sort(rates.begin(), rates.end());
  return rates[rates.size() / 2];
}

using Figures = std::map<std::string, std::array<double, kModes>>;

// One workload a line: its name and the five rates.
Figures read_figures(const std::filesystem::path& path) {
  Figures out;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string name;
    if (!(words >> name) || name.starts_with('#')) continue;
    for (double& rate : out[name]) words >> rate;
  }
  return out;
}

// One of our rates, and how many times the peer's it has to be.
struct Row {
  std::string_view what;
  double rate;
  Mode beside;
  double goal;  // zero: none
};

class Benchmark {
 public:
  Benchmark(double seconds, Figures peer) : seconds_(seconds), peer_(std::move(peer)) {}

  void run(const Workload& it) {
    const auto json = feel::json_value(it.response);
    const feel::Context context = feel::Context::of_response(*json);
    const auto compiled = feel::Expression::compile(it.expression);
    const auto text = compiled->evaluate_to_json(context);
    if (!text || !feel::cases::is_same_json(*text, it.expected)) {
      fmt::print("{}: wrong result\n", it.name);
      ++missed_;
      return;
    }
    const auto compile = [&] { return feel::Expression::compile(it.expression); };
    const bool is_look_up = it.name.find("path") != std::string::npos;
    const double both = is_look_up ? 50 : 10;
    const double kept = is_look_up ? 50 : 20;
    fmt::print("{}\n", it.name);
    print(it, {"compile", rate([&] { compile().ignore("measured"); }), Mode::Parse, 0});
    print(it, {"compile, evaluate", rate([&] { compile()->evaluate(context).ignore("measured"); }), Mode::Both, both});
    print(it, {"compile, object to JSON", rate([&] { connector(*compile(), *json); }), Mode::ObjectIn, both});
    print(it, {"compile, JSON to JSON", rate([&] { connector(*compile(), it.response); }), Mode::TextIn, both});
    print(it, {"kept, evaluate", rate([&] { compiled->evaluate(context).ignore("measured"); }), Mode::Both, kept});
    print(it, {"kept, object to JSON", rate([&] { connector(*compiled, *json); }), Mode::ObjectIn, kept});
    print(it, {"kept, JSON to JSON", rate([&] { connector(*compiled, it.response); }), Mode::TextIn, kept});
  }

  int missed() const { return missed_; }

 private:
  template <typename Work>
  double rate(const Work& work) const {
    return median_rate(seconds_, work);
  }

  static void connector(const feel::Expression& expression, const feel::Value& response) {
    expression.evaluate_to_json(feel::Context::of_response(response)).ignore("measured");
  }
  static void connector(const feel::Expression& expression, const std::string& response) {
    const auto json = feel::borrowed_json_value(response, feel::JsonSource::Check);
    connector(expression, *json);
  }

  void print(const Workload& workload, const Row& row) {
    const auto it = peer_.find(workload.name);
    const double peer = it == peer_.end() ? 0 : it->second[static_cast<std::size_t>(row.beside)];
    const double ratio = peer == 0 ? 0 : row.rate / peer;
    const bool is_missed = peer != 0 && ratio < row.goal;
    fmt::print("  {:<24} {:>11.0f} {:>11.0f} {:>7.1f} {:>6}{}\n", row.what, row.rate, peer, ratio,
               row.goal == 0 ? std::string("-") : fmt::format("{:.0f}", row.goal), is_missed ? "  missed" : "");
    if (is_missed) ++missed_;
  }

  double seconds_;
  Figures peer_;
  int missed_ = 0;
};

// A path that touches three values of a document of 1 MB.
bool measure_memory() {
  std::string text = R"({"rows":[)";
  for (int i = 0; text.size() < (1U << 20); ++i) {
    text += fmt::format(R"({}{{"id":{},"name":"row {}","tags":["a","b"],"address":{{"city":"Town {}"}}}})",
                        i == 0 ? "" : ",", i, i, i);
  }
  text += R"(],"last":{"page":{"number":7}}})";
  const auto expression = feel::Expression::compile("{city: rows[9000].address.city, page: last.page.number}");
  const std::size_t size = text.size();
  const auto json = feel::json_value(std::move(text));
  start_counting();
  const auto result = expression->evaluate_to_json(feel::Context::of_response(*json));
  const std::size_t used = counted_bytes();
  fmt::print("path in {} KB: {} bytes beyond the document, result {}\n", size / 1024, used, *result);
  return used < 10 * 1024;
}

double first_result(const Workload& it) {
  const double start = cpu_seconds();
  const auto json = feel::json_value(it.response);
  const auto compiled = feel::Expression::compile(it.expression);
  compiled->evaluate_to_json(feel::Context::of_response(*json)).ignore("measured");
  return (cpu_seconds() - start) * 1e3;
}

}  // namespace
}  // namespace jackfield::bench

int main(int count, char** values) {
  using namespace jackfield::bench;
  const double seconds = count > 1 ? std::stod(values[1]) : 0.1;
  const auto workloads = read_workloads(kFolder / "workloads");
  const double first = first_result(workloads.front());
  Benchmark benchmark(seconds, read_figures(count > 2 ? std::filesystem::path(values[2]) : kFolder / "peer.txt"));
  fmt::print("evaluations per second of CPU time\n");
  fmt::print("{:<26} {:>11} {:>11} {:>7} {:>6}\n", "", "jackfield", "peer", "times", "goal");
  for (const auto& it : workloads) benchmark.run(it);
  const bool is_small = measure_memory();
  fmt::print("first result {:.2f} ms after the start of work\n", first);
  fmt::print("{} of the goals missed\n", benchmark.missed() + (is_small ? 0 : 1) + (first <= 5 ? 0 : 1));
  return benchmark.missed() == 0 && is_small && first <= 5 ? 0 : 1;
}
