// How much the host needs and how soon it is there: start to ready, first job, memory idle and under load, with ten
// connectors loaded and their streams open.

#include <fmt/core.h>

#include <thread>

#include "measure/host_process.hpp"
#include "support/jobs.hpp"
#include "support/scripted_gateway.hpp"

namespace jackfield::bench {
namespace {

constexpr std::size_t kConnectors = 10;
constexpr std::size_t kJobs = 500;
constexpr std::size_t kPayload = 10 * 1024;

const std::filesystem::path kPlugins = std::filesystem::path(JF_BINARY_DIR) / "footprint_plugins";

nanoseconds since(TimePoint start) {
  return system_clock().now() - start;
}
double ms(nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

HostProcess::Settings settings(const test::ScriptedGateway* gateway) {
  return {.binary = std::filesystem::path(JF_BINARY_DIR) / "bin" / "jackfield",
          .gateway = gateway == nullptr ? "127.0.0.1:1" : "127.0.0.1:" + std::to_string(gateway->port()),
          .plugins = kPlugins,
          .max_jobs_active = kJobs,
          .arguments = {"--log-level", "info"}};
}

// Without a cluster, ready means: plugins loaded, jobs are asked for.
void time_to_ready() {
  const TimePoint start = system_clock().now();
  HostProcess host(settings(nullptr));
  while (host.output().find("event=started") == std::string::npos) std::this_thread::sleep_for(500us);
  fmt::print("exec to ready, no cluster          {:8.1f} ms   (goal 50 ms)\n", ms(since(start)));
  host.stop(30s);
}

void with_cluster() {
  test::ScriptedGateway gateway;
  const TimePoint start = system_clock().now();
  gateway.push(test::job(1, "bench:plain:0"));
  HostProcess host(settings(&gateway));
  gateway.wait_until([](const test::Seen& seen) { return !seen.commands.empty(); });
  fmt::print("exec to first job reported         {:8.1f} ms   (goal 500 ms)\n", ms(since(start)));

  gateway.wait_until([](const test::Seen& seen) { return seen.streams_open == kConnectors; });
  std::this_thread::sleep_for(2s);
  const ProcessCost idle = host.cost();
  fmt::print("idle, ten connectors, ten streams  {:8.1f} MB   (goal 20 MB), {} threads, {:.0f} ms of CPU\n",
             static_cast<double>(idle.rss_kb) / 1024, idle.threads, ms(idle.cpu));

  for (std::size_t i = 0; i < kJobs; ++i) {
    Job job = test::job(static_cast<std::int64_t>(1000 + i), "bench:slow:0");
    job.variables = "{\"text\":\"" + std::string(kPayload, 'x') + "\"}";
    gateway.push(job);
  }
  gateway.wait_until([](const test::Seen& seen) { return seen.jobs_written >= kJobs + 1; });
  std::this_thread::sleep_for(500ms);
  const ProcessCost loaded = host.cost();
  fmt::print("500 jobs of 10 KB in flight        {:8.1f} MB   (goal 40 MB), {} threads\n",
             static_cast<double>(loaded.rss_kb) / 1024, loaded.threads);
  gateway.wait_until([](const test::Seen& seen) { return seen.commands.size() >= kJobs + 1; });
  std::this_thread::sleep_for(1s);
  fmt::print("afterwards                         {:8.1f} MB\n", static_cast<double>(host.cost().rss_kb) / 1024);
  host.stop(30s);
}

int run() {
  const auto size = std::filesystem::file_size(settings(nullptr).binary);
  fmt::print("program file                       {:8.1f} MB   (goal 20 MB stripped)\n",
             static_cast<double>(size) / 1024 / 1024);
  time_to_ready();
  with_cluster();
  return 0;
}

}  // namespace
}  // namespace jackfield::bench

int main() {
  return jackfield::bench::run();
}
