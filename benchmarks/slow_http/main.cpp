// How long the host takes for hundreds of jobs that each wait for a slow HTTP endpoint, and what it takes them with.
//
//   bench_slow_http [--jobs N] [--delay-ms N] [--host PROGRAM] [--plugin FILE]
//
// All jobs are on their way at the same time; the endpoint answers each after the delay. The promise: 500 jobs of 5 s
// are done within 5.5 s, with a bounded number of threads. Exit code 1 when it is not kept.

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <string_view>

#include "dispatch/job_server.hpp"
#include "measure/host_process.hpp"
#include "support/http_server.hpp"

namespace jackfield::bench {
namespace {

constexpr milliseconds kAllowance = 500ms;  // on top of the delay
constexpr std::int64_t kMostThreads = 64;   // far below one per job
constexpr std::size_t kWarmUpJobs = 20;

struct Options {
  std::size_t jobs = 500;
  std::size_t delay_ms = 5'000;
  std::string host = JF_BINARY_DIR "/bin/jackfield";
  std::string plugin = JF_BINARY_DIR "/plugins/http.so";
};

std::optional<Options> parse_options(int argc, char** argv) {
  Options options;
  const auto read_number = [](std::string_view text, std::size_t& into) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc{} && end == text.data() + text.size() && into > 0;
  };
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view word = argv[i];
    bool is_good = true;
    if (word == "--jobs")
      is_good = read_number(argv[i + 1], options.jobs);
    else if (word == "--delay-ms")
      is_good = read_number(argv[i + 1], options.delay_ms);
    else if (word == "--host")
      options.host = argv[i + 1];
    else if (word == "--plugin")
      options.plugin = argv[i + 1];
    else
      is_good = false;
    if (!is_good) return std::nullopt;
  }
  return argc % 2 == 1 ? std::optional(options) : std::nullopt;
}

Round round_of(std::size_t jobs, const std::string& url) {
  return {.type = "io.camunda:http-json:1",
          .jobs = jobs,
          .variables = fmt::format(R"({{"method":"GET","url":"{}","connectionTimeoutInSeconds":60,)"
                                   R"("readTimeoutInSeconds":60}})",
                                   url)};
}

struct Measured {
  RoundResult result;
  std::int64_t most_threads = 0;
  ProcessCost cost;
};

// Looks at the host while the jobs wait.
Measured run_watched(JobServer& jobs, const Round& round, milliseconds timeout, const HostProcess& host) {
  Measured measured;
  auto result = std::async(std::launch::async, [&] { return jobs.run(round, timeout); });
  while (result.wait_for(50ms) != std::future_status::ready) {
    measured.most_threads = std::max(measured.most_threads, host.cost().threads);
  }
  measured.result = result.get();
  measured.cost = host.cost();
  return measured;
}

bool is_whole(const RoundResult& result, std::size_t jobs) {
  return result.completed == jobs && result.failed == 0 && result.duplicates == 0;
}

int report(const Options& options, const Measured& measured, std::size_t connections) {
  const auto seconds_of = [](nanoseconds length) { return std::chrono::duration<double>(length).count(); };
  const milliseconds delay(static_cast<std::int64_t>(options.delay_ms));
  const RoundResult& result = measured.result;
  fmt::print("{} jobs, each waits {:.1f} s for its answer\n\n", options.jobs, seconds_of(delay));
  fmt::print("completed        {} (failed {}, twice {})\n", result.completed, result.failed, result.duplicates);
  fmt::print("all done after   {:.2f} s, allowed {:.2f} s\n", seconds_of(result.wall), seconds_of(delay + kAllowance));
  fmt::print("one job          p50 {:.2f} s, p99 {:.2f} s\n", seconds_of(result.p50), seconds_of(result.p99));
  fmt::print("host threads     {} at most, allowed {}\n", measured.most_threads, kMostThreads);
  fmt::print("host memory      {:.1f} MB at most\n", static_cast<double>(measured.cost.peak_kb) / 1024);
  fmt::print("host CPU         {:.2f} s since it started\n", seconds_of(measured.cost.cpu));
  fmt::print("connections      {} accepted by the endpoint\n", connections);
  const bool is_kept =
      is_whole(result, options.jobs) && result.wall <= delay + kAllowance && measured.most_threads <= kMostThreads;
  fmt::print("\n{}\n", is_kept ? "kept" : "not kept");
  return is_kept ? 0 : 1;
}

int run(const Options& options) {
  const milliseconds delay(static_cast<std::int64_t>(options.delay_ms));
  test::HttpServer endpoint;
  endpoint.record(false);
  endpoint.on("/slow", test::HttpReply::json("{}").after(delay));
  endpoint.on("/fast", test::HttpReply::json("{}"));

  const test::TemporaryFolder plugins;
  std::filesystem::copy_file(options.plugin, plugins / "http.so");
  JobServer jobs;
  HostProcess host({.binary = options.host,
                    .gateway = fmt::format("127.0.0.1:{}", jobs.port()),
                    .plugins = plugins.path(),
                    .max_jobs_active = options.jobs});
  if (!is_whole(jobs.run(round_of(kWarmUpJobs, endpoint.url("/fast")), 30s), kWarmUpJobs)) {
    fmt::print(stderr, "the host did not do its first jobs:\n{}\n", host.output());
    return 1;
  }
  const Measured measured = run_watched(jobs, round_of(options.jobs, endpoint.url("/slow")), delay + 60s, host);
  const int code = report(options, measured, endpoint.accepted_connections());
  if (host.stop(20s) != 0) fmt::print(stderr, "the host did not end well:\n{}\n", host.output());
  return code;
}

}  // namespace
}  // namespace jackfield::bench

int main(int argc, char** argv) {
  const auto options = jackfield::bench::parse_options(argc, argv);
  if (!options) {
    fmt::print(stderr, "usage: bench_slow_http [--jobs N] [--delay-ms N] [--host PROGRAM] [--plugin FILE]\n");
    return 2;
  }
  return jackfield::bench::run(*options);
}
