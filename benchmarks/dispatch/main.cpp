// How much CPU a job costs the host with a connector that does nothing, as a multiple of what gRPC alone costs.
//
//   bench_dispatch [--jobs N] [--rounds N] [--in-flight N] [--payload BYTES] [--host PROGRAM] [--plugin FILE]
//   [--no-host]
//
// Three clients take turns on the same job server: the bare gRPC loop, the room gateway, and `jackfield run` with the
// echo connector. Each line is the median of its rounds. The last column is held against the promise of at most 1.5.

#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dispatch/bare_loop.hpp"
#include "dispatch/gateway_loop.hpp"
#include "dispatch/server_process.hpp"
#include "measure/host_process.hpp"

namespace jackfield::bench {
namespace {

constexpr std::string_view kType = "jackfield:echo:1";
constexpr milliseconds kPatience = 120s;
constexpr std::size_t kWarmUpJobs = 2'000;
constexpr std::size_t kSingleJobs = 3'000;

struct Options {
  std::size_t jobs = 100'000;
  std::size_t rounds = 3;
  std::size_t in_flight = 100;
  std::size_t payload = 1024;
  std::string host = JF_BINARY_DIR "/bin/jackfield";
  std::string plugin = JF_BINARY_DIR "/plugins/echo.so";
  bool wants_host = true;
};

struct Sample {
  double cpu_us = 0;  // per job
  double jobs_per_second = 0;
};

struct Line {
  std::string name;
  std::vector<Sample> samples;
  RoundResult single;
};

bool read_number(const char* text, std::size_t& into) {
  const char* end = text + std::string_view(text).size();
  const auto [read_to, error] = std::from_chars(text, end, into);
  return error == std::errc{} && read_to == end && into > 0;
}

std::optional<Options> parse_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--no-host") {
      options.wants_host = false;
      continue;
    }
    if (++i == argc) return std::nullopt;
    bool is_good = true;
    if (word == "--jobs")
      is_good = read_number(argv[i], options.jobs);
    else if (word == "--rounds")
      is_good = read_number(argv[i], options.rounds);
    else if (word == "--in-flight")
      is_good = read_number(argv[i], options.in_flight);
    else if (word == "--payload")
      is_good = read_number(argv[i], options.payload);
    else if (word == "--host")
      options.host = argv[i];
    else if (word == "--plugin")
      options.plugin = argv[i];
    else
      is_good = false;
    if (!is_good) return std::nullopt;
  }
  return options;
}

nanoseconds own_cpu() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto length = [](const timeval& t) { return seconds(t.tv_sec) + std::chrono::microseconds(t.tv_usec); };
  return length(usage.ru_utime) + length(usage.ru_stime);
}

void check(const Round& round, const RoundResult& result, std::string_view who) {
  if (result.completed == round.jobs && result.failed == 0 && result.duplicates == 0) return;
  fmt::print(stderr, "{}: of {} jobs {} were completed, {} failed, {} reported twice\n", who, round.jobs,
             result.completed, result.failed, result.duplicates);
  std::exit(1);
}

// One client's warm-up, rounds and jobs one at a time. `cpu` reads what it has used up to now.
void measure(Line& line, ServerProcess& server, const Options& options, const std::function<nanoseconds()>& cpu) {
  const auto run = [&](std::size_t jobs, std::size_t outstanding) {
    const Round round{std::string(kType), jobs, outstanding, options.payload};
    const RoundResult result = server.run(round, kPatience);
    check(round, result, line.name);
    return result;
  };
  run(kWarmUpJobs, 0);
  const nanoseconds before = cpu();
  const RoundResult result = run(options.jobs, 0);
  const auto used = static_cast<double>((cpu() - before).count());
  const auto jobs = static_cast<double>(options.jobs);
  line.samples.push_back({used / jobs / 1e3, jobs / std::chrono::duration<double>(result.wall).count()});
  line.single = run(kSingleJobs, 1);
}

Sample median(std::vector<Sample> samples) {
  const auto by = [&](auto member) {
    std::sort(samples.begin(), samples.end(), [&](const Sample& a, const Sample& b) { return a.*member < b.*member; });
    return samples[samples.size() / 2].*member;
  };
  return {by(&Sample::cpu_us), by(&Sample::jobs_per_second)};
}

void print(const std::vector<Line>& lines, const Options& options) {
  const auto in_us = [](nanoseconds length) { return std::chrono::duration<double, std::micro>(length).count(); };
  fmt::print("{} jobs of {} bytes, {} in flight, median of {} rounds\n\n", options.jobs, options.payload,
             options.in_flight, options.rounds);
  fmt::print("{:<24}{:>12}{:>10}{:>14}{:>14}{:>8}\n", "client", "CPU us/job", "jobs/s", "single p50 us",
             "single p99 us", "ratio");
  const double floor = median(lines.front().samples).cpu_us;
  for (const Line& line : lines) {
    const Sample sample = median(line.samples);
    fmt::print("{:<24}{:>12.1f}{:>10.0f}{:>14.0f}{:>14.0f}{:>8.2f}\n", line.name, sample.cpu_us, sample.jobs_per_second,
               in_us(line.single.p50), in_us(line.single.p99), sample.cpu_us / floor);
  }
}

int run(const Options& options) {
  ServerProcess server;  // forks: first of all
  const std::string address = fmt::format("127.0.0.1:{}", server.port());
  std::vector<Line> lines(options.wants_host ? 3 : 2);
  lines[0].name = "bare gRPC loop";
  lines[1].name = "gateway room";
  if (options.wants_host) lines[2].name = "jackfield run, echo";

  const test::TemporaryFolder plugins;
  if (options.wants_host) std::filesystem::copy_file(options.plugin, plugins / "echo.so");

  for (std::size_t round = 0; round < options.rounds; ++round) {
    {
      const BareLoop loop(address, std::string(kType), options.in_flight);
      measure(lines[0], server, options, own_cpu);
    }
    {
      const GatewayLoop loop(address, std::string(kType), options.in_flight);
      measure(lines[1], server, options, own_cpu);
    }
    if (!options.wants_host) continue;
    HostProcess host(
        {.binary = options.host, .gateway = address, .plugins = plugins.path(), .max_jobs_active = options.in_flight});
    measure(lines[2], server, options, [&host] { return host.cost().cpu; });
    if (host.stop(20s) != 0) fmt::print(stderr, "the host did not end well:\n{}\n", host.output());
  }
  print(lines, options);
  return 0;
}

}  // namespace
}  // namespace jackfield::bench

int main(int argc, char** argv) {
  const auto options = jackfield::bench::parse_options(argc, argv);
  if (!options) {
    fmt::print(stderr,
               "usage: bench_dispatch [--jobs N] [--rounds N] [--in-flight N] [--payload BYTES] [--host PROGRAM]"
               " [--plugin FILE] [--no-host]\n");
    return 2;
  }
  return jackfield::bench::run(*options);
}
