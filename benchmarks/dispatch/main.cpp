// How much CPU a job costs the host with a connector that does nothing, as a multiple of what gRPC alone costs.
//
//   bench_dispatch [--jobs N] [--rounds N] [--in-flight N] [--payload BYTES] [--host PROGRAM] [--plugin FILE]
//   [--no-host]
//
// Four clients take turns on the same job server: the bare gRPC loop, the room gateway, and `jackfield run` with the
// echo connector, plainly and with a secret in the variables and a result expression. Each line is the median of its
// rounds; then each client gets half the jobs per second that the slowest one managed. The ratio is held against the
// promise of at most 1.5, and 2 with secret and expression; the time added to the bare loop's p99 at half load against
// 2 ms.

#include <fmt/core.h>
#include <unistd.h>
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <limits>
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
constexpr std::string_view kBare = "bare";
constexpr std::string_view kRoom = "room";
constexpr std::string_view kHost = "host";
constexpr std::string_view kExpression = "expression";
constexpr std::string_view kSecretValue = "s3cret-t0ken";
constexpr milliseconds kPatience = 120s;
constexpr std::size_t kWarmUpJobs = 2'000;
constexpr std::size_t kSingleJobs = 3'000;
constexpr double kHalfLoadSeconds = 3;

struct Options {
  std::size_t jobs = 100'000;
  std::size_t rounds = 3;
  std::size_t in_flight = 100;
  std::size_t payload = 1024;
  std::string host = JF_BINARY_DIR "/bin/jackfield";
  std::string plugin = JF_BINARY_DIR "/plugins/echo.so";
  std::string only;  // one client; empty: all
};

struct Sample {
  double cpu_us = 0;  // per job
  double jobs_per_second = 0;
};

struct Line {
  std::string name;
  std::vector<Sample> samples;
  RoundResult single;
  RoundResult half_load;
};

// What the jobs of a client look like.
Round round_for(std::string_view client, const Options& options, std::size_t jobs) {
  Round round{.type = std::string(kType), .jobs = jobs, .payload_bytes = options.payload};
  if (client != kExpression) return round;
  round.variables = R"({"token":"Bearer {{secrets.TOKEN}}","order":{"id":4711,"amount":12.5},"items":[1,2,3]})";
  round.headers = R"({"resultExpression":"={id: order.id, total: order.amount * 2, count: count(items)}"})";
  return round;
}

bool read_number(const char* text, std::size_t& into) {
  const char* end = text + std::string_view(text).size();
  const auto [read_to, error] = std::from_chars(text, end, into);
  return error == std::errc{} && read_to == end && into > 0;
}

bool is_client(std::string_view name) {
  return name == kBare || name == kRoom || name == kHost || name == kExpression;
}

std::optional<Options> parse_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
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
    else if (word == "--only")
      is_good = is_client(options.only = argv[i]);
    else
      is_good = false;
    if (!is_good) return std::nullopt;
  }
  return options;
}

void check(const Round& round, const RoundResult& result, std::string_view who) {
  if (result.completed == round.jobs && result.failed == 0 && result.duplicates == 0) return;
  fmt::print(stderr, "{}: of {} jobs {} were completed, {} failed, {} reported twice\n", who, round.jobs,
             result.completed, result.failed, result.duplicates);
  std::exit(1);
}

// One client's warm-up, rounds and jobs one at a time.
void measure(Line& line, ServerProcess& server, const Options& options, pid_t client) {
  const auto run = [&](std::size_t jobs, std::size_t outstanding) {
    Round round = round_for(line.name, options, jobs);
    round.outstanding = outstanding;
    const RoundResult result = server.run(round, kPatience);
    check(round, result, line.name);
    return result;
  };
  run(kWarmUpJobs, 0);
  const nanoseconds before = cost_of(client).cpu;
  const RoundResult result = run(options.jobs, 0);
  const auto used = static_cast<double>((cost_of(client).cpu - before).count());
  const auto jobs = static_cast<double>(options.jobs);
  line.samples.push_back({used / jobs / 1e3, jobs / std::chrono::duration<double>(result.wall).count()});
  line.single = run(kSingleJobs, 1);
}

void measure_half_load(Line& line, ServerProcess& server, const Options& options, double jobs_per_second) {
  Round round = round_for(line.name, options, static_cast<std::size_t>(jobs_per_second * kHalfLoadSeconds));
  round.jobs_per_second = jobs_per_second;
  line.half_load = server.run(round, kPatience);
  check(round, line.half_load, line.name);
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
  fmt::print("{:<12}{:>12}{:>10}{:>15}{:>15}{:>13}{:>13}{:>8}\n", "client", "CPU us/job", "jobs/s", "single p50 us",
             "single p99 us", "half p50 us", "half p99 us", "ratio");
  const double floor = median(lines.front().samples).cpu_us;
  for (const Line& line : lines) {
    const Sample sample = median(line.samples);
    fmt::print("{:<12}{:>12.1f}{:>10.0f}{:>15.0f}{:>15.0f}{:>13.0f}{:>13.0f}{:>8.2f}\n", line.name, sample.cpu_us,
               sample.jobs_per_second, in_us(line.single.p50), in_us(line.single.p99), in_us(line.half_load.p50),
               in_us(line.half_load.p99), sample.cpu_us / floor);
  }
}

// A client of this program as a child, so that all three are measured from outside and none warms up another.
test::ChildProcess loop_process(const std::string& name, const std::string& address, const Options& options,
                                const std::filesystem::path& folder) {
  return test::ChildProcess(
      {{std::filesystem::read_symlink("/proc/self/exe"), "--be", name, address, std::to_string(options.in_flight)},
       {},
       folder / "output"});
}

// Each client alone with the server, one after the other.
template <typename Measure>
void take_turns(std::vector<Line>& lines, ServerProcess& server, const Options& options,
                const std::filesystem::path& plugins, Measure measure) {
  const std::string address = fmt::format("127.0.0.1:{}", server.port());
  const test::TemporaryFolder folder;
  for (Line& line : lines) {
    server.wait_until_nobody_listens();
    if (line.name == kHost || line.name == kExpression) {
      HostProcess host({.binary = options.host,
                        .gateway = address,
                        .plugins = plugins,
                        .max_jobs_active = options.in_flight,
                        .environment = {{"SECRET_TOKEN", std::string(kSecretValue)}}});
      measure(line, host.pid());
      if (host.stop(20s) != 0) fmt::print(stderr, "the host did not end well:\n{}\n", host.output());
    } else {
      const test::ChildProcess loop = loop_process(line.name, address, options, folder.path());
      measure(line, loop.pid());
    }
  }
}

double half_load(const std::vector<Line>& lines) {
  double slowest = std::numeric_limits<double>::max();
  for (const Line& line : lines) slowest = std::min(slowest, median(line.samples).jobs_per_second);
  return slowest / 2;
}

int run(const Options& options) {
  ServerProcess server;  // forks: first of all
  std::vector<Line> lines;
  for (const std::string_view name : {kBare, kRoom, kHost, kExpression}) {
    if (options.only.empty() || options.only == name) lines.push_back({.name = std::string(name)});
  }
  const test::TemporaryFolder plugins;
  std::filesystem::copy_file(options.plugin, plugins / "echo.so");

  for (std::size_t round = 0; round < options.rounds; ++round) {
    take_turns(lines, server, options, plugins.path(),
               [&](Line& line, pid_t client) { measure(line, server, options, client); });
  }
  const double rate = half_load(lines);
  take_turns(lines, server, options, plugins.path(),
             [&](Line& line, pid_t /*client*/) { measure_half_load(line, server, options, rate); });
  print(lines, options);
  return 0;
}

// Until killed.
int be(std::string_view name, const std::string& address, std::size_t in_flight) {
  std::optional<BareLoop> bare;
  std::optional<GatewayLoop> room;
  if (name == kBare) bare.emplace(address, std::string(kType), in_flight);
  if (name == kRoom) room.emplace(address, std::string(kType), in_flight);
  while (true) ::pause();
}

}  // namespace
}  // namespace jackfield::bench

int main(int argc, char** argv) {
  if (argc == 5 && std::string_view(argv[1]) == "--be") {
    return jackfield::bench::be(argv[2], argv[3], std::strtoul(argv[4], nullptr, 10));
  }
  const auto options = jackfield::bench::parse_options(argc, argv);
  if (!options) {
    fmt::print(stderr,
               "usage: bench_dispatch [--jobs N] [--rounds N] [--in-flight N] [--payload BYTES] [--host PROGRAM]"
               " [--plugin FILE] [--only bare|room|host|expression]\n");
    return 2;
  }
  return jackfield::bench::run(*options);
}
