// What a call of a connector costs beyond its work: in the host, and in a process of its own.
//
//   bench_abi [JOBS]
//
// One job is open(), execute() and its answer through the op table, as outbound does it. Isolated jobs are sent one
// after the other (the whole way there and back) and a hundred at a time (what it costs when the host is busy). The
// baseline is the call in the host; the promise is less than 150 µs for an isolated job.

#include <fmt/core.h>

#include <cstdlib>
#include <semaphore>

#include "isolation/isolation.hpp"
#include "loader/generation.hpp"
#include "loader/mapped_file.hpp"
#include "support/fake_host_bindings.hpp"

namespace jackfield {
namespace {

constexpr int kDefaultJobs = 20'000;
constexpr std::ptrdiff_t kAtATime = 100;
constexpr double kGoalMicros = 150;

class Answers final : public loader::OpListener {
 public:
  explicit Answers(std::ptrdiff_t room) : room_(room) {}
  void wait() { room_.acquire(); }
  void on_outcome(loader::ConnectorOutcome) noexcept override { room_.release(); }

 private:
  std::counting_semaphore<> room_;
};

class Nobody final : public loader::LifecycleListener {
 public:
  void on_stopped(loader::GenerationId, std::uint64_t) noexcept override {}
  void on_restart_requested(loader::GenerationId, std::string) noexcept override {}
  void on_strike(loader::GenerationId, loader::Strike) noexcept override {}
};

struct Bench {
  std::shared_ptr<loader::Generation> bring_up(loader::GenerationId id, loader::Place place) {
    const std::filesystem::path file = std::filesystem::path(JF_BINARY_DIR) / "fixtures/fixture_ok.so";
    auto bytes = loader::MappedFile::open(file);
    if (!bytes) return nullptr;
    auto verdict = loader::inspect(bytes->bytes(), loader::SystemVersions{});
    loader::Generation::Candidate candidate{id, file, {file, "sha"}, std::get<loader::Inspection>(std::move(verdict))};
    candidate.place = place;
    auto made = loader::Generation::bring_up(std::move(candidate),
                                             {bindings, nobody, ops, system_clock(), log.room("bench"), &isolation});
    const auto* generation = std::get_if<std::shared_ptr<loader::Generation>>(&made);
    return generation == nullptr ? nullptr : *generation;
  }

  // Nanoseconds of a job.
  double run(loader::Generation& generation, int jobs, std::ptrdiff_t at_a_time) {
    Job job;
    job.variables = R"({"orderId": 4711, "item": "tea", "amount": 3})";
    loader::Connector& connector = *generation.connectors().front();
    job.type = connector.info().type;
    const auto answers = std::make_shared<Answers>(at_a_time);
    const TimePoint began = system_clock().now();
    for (int i = 0; i < jobs; ++i) {
      answers->wait();
      connector.execute(ops.open(generation.id(), answers), job).ignore("the answer tells");
    }
    for (std::ptrdiff_t i = 0; i < at_a_time; ++i) answers->wait();
    const auto took = std::chrono::duration<double, std::nano>(system_clock().now() - began);
    return took.count() / jobs;
  }

  log::Log log{{.level = log::Level::Off}};
  loader::OpTable ops;
  Nobody nobody;
  test::FakeHostBindings bindings{ops};
  isolation::Isolation isolation{
      {.runner = std::filesystem::path(JF_BINARY_DIR) / "bin/jackfield-runner"}, system_clock(), log.room("bench")};
};

}  // namespace
}  // namespace jackfield

int main(int count, char** words) {
  using namespace jackfield;
  const int jobs = count > 1 ? std::atoi(words[1]) : kDefaultJobs;
  Bench bench;
  const auto here = bench.bring_up({1}, loader::Place::Host);
  const auto there = bench.bring_up({2}, loader::Place::OwnProcess);
  if (here == nullptr || there == nullptr) return fmt::print(stderr, "the plugin could not be loaded\n"), 2;
  bench.run(*there, jobs / 10, 1);  // warms both up
  const double in_host = bench.run(*here, jobs * 10, 1);
  const double alone = bench.run(*there, jobs, 1);
  const double together = bench.run(*there, jobs, kAtATime);
  fmt::print("in the host                 {:10.0f} ns a job\n", in_host);
  fmt::print("isolated, one at a time     {:10.1f} µs a job  ({:.0f} times)\n", alone / 1000, alone / in_host);
  fmt::print("isolated, {} at a time     {:10.1f} µs a job  ({:.0f} times)\n", kAtATime, together / 1000,
             together / in_host);
  const bool is_kept = alone / 1000 < kGoalMicros;
  fmt::print("promise: an isolated job costs less than {:.0f} µs: {}\n", kGoalMicros, is_kept ? "kept" : "BROKEN");
  std::fflush(stdout);
  std::_Exit(is_kept ? 0 : 1);  // the generations need no orderly end
}
