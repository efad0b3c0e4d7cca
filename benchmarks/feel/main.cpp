// How fast expressions are compiled and evaluated, on one thread, per second of CPU time; beside Camunda's engine where
// its figures were recorded or its program was run before (benchmarks/peers/feel-java).
//
//   bench_feel [seconds per sample [figures of the peer]]
//
// Exits 1 when a goal is missed: 10 times the peer for compiling and evaluating, 20 times with the compiled form kept,
// 50 times for the path look-ups, 5 ms to the first result, 10 KB beyond a document of 1 MB.

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "allocations.hpp"
#include "feel/cases/same_json.hpp"
#include "feel/expression.hpp"
#include "feel/value_views.hpp"

namespace jackfield::bench {
namespace {

const std::filesystem::path kFolder = std::filesystem::path(JF_SOURCE_DIR) / "benchmarks/feel";
constexpr std::array<std::string_view, 5> kModes{"parse", "evaluate", "both", "object in", "text in"};

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

// The better of two samples.
template <typename Work>
double best_rate(double seconds, const Work& work) {
  return std::max(rate_of(seconds, work), rate_of(seconds, work));
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Workload {
  std::string name;
  std::string expression;
  std::string response;
  std::string expected;
};

Workload read_workload(const std::filesystem::path& path) {
  const auto json = feel::json_value(read_file(path));
  const auto member = [&](std::string_view name) { return feel::find_entry(*json, name).value_or(feel::Value()); };
  return {path.stem().string(), std::string(member("expr").as_string()), *feel::to_json(member("response")),
          *feel::to_json(member("expected"))};
}

std::vector<Workload> read_workloads() {
  std::vector<Workload> out;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder / "workloads")) {
    out.push_back(read_workload(entry.path()));
  }
  std::sort(out.begin(), out.end(), [](const Workload& a, const Workload& b) { return a.name < b.name; });
  return out;
}

using Figures = std::map<std::string, std::array<double, kModes.size()>>;

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
      is_met_ = false;
      return;
    }
    const std::array<double, kModes.size()> rates{
        best_rate(seconds_, [&] { feel::Expression::compile(it.expression).ignore("measured"); }),
        best_rate(seconds_, [&] { compiled->evaluate(context).ignore("measured"); }),
        best_rate(seconds_, [&] { feel::Expression::compile(it.expression)->evaluate(context).ignore("measured"); }),
        best_rate(seconds_, [&] { connector(*feel::Expression::compile(it.expression), *json); }),
        best_rate(seconds_, [&] { connector(*feel::Expression::compile(it.expression), it.response); })};
    const std::array<double, 2> kept{best_rate(seconds_, [&] { connector(*compiled, *json); }),
                                     best_rate(seconds_, [&] { connector(*compiled, it.response); })};
    print(it.name, rates, kept);
  }

  bool is_met() const { return is_met_; }

 private:
  static void connector(const feel::Expression& expression, const feel::Value& response) {
    expression.evaluate_to_json(feel::Context::of_response(response)).ignore("measured");
  }
  static void connector(const feel::Expression& expression, const std::string& response) {
    const auto json = feel::borrowed_json_value(response, feel::JsonSource::Check);
    connector(expression, *json);
  }

  void print(const std::string& name, const std::array<double, kModes.size()>& rates,
             const std::array<double, 2>& kept) {
    const auto it = peer_.find(name);
    const auto ratio = [&](std::size_t mode, double rate) { return it == peer_.end() ? 0 : rate / it->second[mode]; };
    fmt::print("{:<20}", name);
    for (std::size_t i = 0; i < rates.size(); ++i) fmt::print(" {:>10.0f} {:>5.1f}x", rates[i], ratio(i, rates[i]));
    fmt::print(" | {:>10.0f} {:>5.1f}x {:>10.0f} {:>5.1f}x\n", kept[0], ratio(3, kept[0]), kept[1], ratio(4, kept[1]));
    if (it == peer_.end()) return;
    const bool is_look_up = name.find("path") != std::string::npos;
    const double both = is_look_up ? 50 : 10;
    const double with_kept = is_look_up ? 50 : 20;
    for (const std::size_t mode : {2, 3, 4}) is_met_ = is_met_ && ratio(mode, rates[mode]) >= both;
    is_met_ =
        is_met_ && ratio(2, rates[1]) >= with_kept && ratio(3, kept[0]) >= with_kept && ratio(4, kept[1]) >= with_kept;
  }

  double seconds_;
  Figures peer_;
  bool is_met_ = true;
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
  const std::size_t before = allocated_bytes();
  const auto result = expression->evaluate_to_json(feel::Context::of_response(*json));
  const std::size_t used = allocated_bytes() - before;
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
  const double seconds = count > 1 ? std::stod(values[1]) : 0.3;
  const auto workloads = read_workloads();
  const double first = first_result(workloads.front());
  Benchmark benchmark(seconds, read_figures(count > 2 ? std::filesystem::path(values[2]) : kFolder / "peer.txt"));
  fmt::print("evaluations per second of CPU time, and as multiples of the peer; on the right with the tree kept\n");
  fmt::print("{:<20}", "");
  for (const auto mode : kModes) fmt::print(" {:>17}", mode);
  fmt::print(" | {:>17} {:>17}\n", "object in", "text in");
  for (const auto& it : workloads) benchmark.run(it);
  const bool is_small = measure_memory();
  fmt::print("first result {:.2f} ms after the start of work\n", first);
  return benchmark.is_met() && is_small && first <= 5 ? 0 : 1;
}
