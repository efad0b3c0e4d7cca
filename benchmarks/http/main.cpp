// What a REST job costs the host, as a multiple of what libcurl alone costs for the same request.
//
//   bench_http [--jobs N] [--rounds N] [--in-flight N] [--host PROGRAM] [--plugin FILE]
//
// The same endpoint answers a plain libcurl loop and `jackfield run` with the REST connector, at once and after 100 ms,
// one after the other, each with as many requests in flight; a bare gRPC loop takes the same jobs without any request,
// to tell what of the difference is the engine's side. Each line is the median of its rounds. Then the memory with that
// many jobs of 10 KB on their way. The promises: at most twice the CPU of the libcurl loop, 4,500 jobs/s with 500 in
// flight at 100 ms, 40 MB. Exit code 1 when one is not kept. The Java runtime's figures are those measured once on two
// cores.

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "dispatch/bare_loop.hpp"
#include "dispatch/job_server.hpp"
#include "http/curl_loop.hpp"
#include "measure/host_process.hpp"
#include "support/http_server.hpp"

namespace jackfield::bench {
namespace {

constexpr double kMostCpuRatio = 2;
constexpr double kFewestJobsPerSecond = 4'500;
constexpr double kMostMemoryMb = 40;
constexpr std::size_t kPromisedInFlight = 500;
constexpr double kJavaCpuUs = 920;
constexpr double kJavaJobsPerSecond = 96;
constexpr milliseconds kSlow = 100ms;
constexpr milliseconds kPatience = 120s;
constexpr std::size_t kWarmUpJobs = 2'000;
constexpr std::size_t kPayload = 10'240;
constexpr std::string_view kBareType = "bench:bare:1";

struct Options {
  std::size_t jobs = 30'000;
  std::size_t rounds = 3;
  std::size_t in_flight = kPromisedInFlight;
  std::string host = JF_BINARY_DIR "/bin/jackfield";
  std::string plugin = JF_BINARY_DIR "/plugins/http.so";
};

struct Sample {
  double cpu_us = 0;  // per job
  double jobs_per_second = 0;
};

struct Line {
  std::string name;
  std::vector<Sample> samples;

  Sample median() const {
    const auto by = [this](auto member) {
      std::vector<double> values;
      for (const Sample& sample : samples) values.push_back(sample.*member);
      std::sort(values.begin(), values.end());
      return values.at(values.size() / 2);
    };
    return {by(&Sample::cpu_us), by(&Sample::jobs_per_second)};
  }
};

bool read_number(std::string_view text, std::size_t& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc{} && end == text.data() + text.size() && into > 0;
}

std::optional<Options> parse_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view word = argv[i];
    bool is_good = true;
    if (word == "--jobs")
      is_good = read_number(argv[i + 1], options.jobs);
    else if (word == "--rounds")
      is_good = read_number(argv[i + 1], options.rounds);
    else if (word == "--in-flight")
      is_good = read_number(argv[i + 1], options.in_flight);
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

Sample sample_of(std::size_t jobs, nanoseconds cpu, nanoseconds wall) {
  const auto count = static_cast<double>(jobs);
  return {std::chrono::duration<double, std::micro>(cpu).count() / count,
          count / std::chrono::duration<double>(wall).count()};
}

class Benchmark {
 public:
  explicit Benchmark(const Options& options) : options_(options) {
    endpoint_.record(false);
    endpoint_.on("/now", test::HttpReply::json(R"({"ok":true})"));
    endpoint_.on("/slow", test::HttpReply::json(R"({"ok":true})").after(kSlow));
    endpoint_.on("/long", test::HttpReply::json(R"({"ok":true})").after(10 * kSlow));
    std::filesystem::copy_file(options.plugin, plugins_ / "http.so");
  }

  int run() {
    for (std::size_t round = 0; round < options_.rounds; ++round) {
      bare_.samples.push_back(measure_bare());
      curl_now_.samples.push_back(measure_curl("/now"));
      curl_slow_.samples.push_back(measure_curl("/slow"));
      const HostProcess host(settings());
      run_jobs(host, round_of("/now", kWarmUpJobs));
      host_now_.samples.push_back(measure_host(host, "/now"));
      host_slow_.samples.push_back(measure_host(host, "/slow"));
    }
    const double memory = measure_memory();
    print_lines();
    return print_promises(memory) ? 0 : 1;
  }

 private:
  HostProcess::Settings settings() const {
    return {.binary = options_.host,
            .gateway = fmt::format("127.0.0.1:{}", jobs_.port()),
            .plugins = plugins_.path(),
            .max_jobs_active = options_.in_flight,
            .environment = {{"SERVER_PORT", "0"}}};
  }

  Round round_of(std::string_view path, std::size_t jobs) const {
    return {.type = "io.camunda:http-json:1",
            .jobs = jobs,
            .variables = fmt::format(R"({{"method":"GET","url":"{}"}})", endpoint_.url(path))};
  }

  RoundResult run_jobs(const HostProcess& host, const Round& round) {
    const RoundResult result = jobs_.run(round, kPatience);
    if (result.completed == round.jobs && result.failed == 0 && result.duplicates == 0) return result;
    throw std::runtime_error(fmt::format("of {} jobs {} were completed, {} failed, {} reported twice\n{}", round.jobs,
                                         result.completed, result.failed, result.duplicates, host.output()));
  }

  Sample measure_host(const HostProcess& host, std::string_view path) {
    const nanoseconds before = host.cost().cpu;
    const RoundResult result = run_jobs(host, round_of(path, options_.jobs));
    return sample_of(options_.jobs, host.cost().cpu - before, result.wall);
  }

  // Both loops run in a process of their own, this program again, so that their CPU is theirs alone.
  test::ChildProcess child(std::vector<std::string> words, const std::filesystem::path& output) const {
    words.insert(words.begin(), {std::filesystem::read_symlink("/proc/self/exe"), "--be"});
    words.push_back(std::to_string(options_.in_flight));
    return test::ChildProcess({std::move(words), {}, output});
  }

  Sample measure_curl(std::string_view path) {
    const test::TemporaryFolder folder;
    test::ChildProcess loop = child({"curl", endpoint_.url(path), std::to_string(options_.jobs)}, folder / "output");
    const auto code = loop.wait(kPatience);
    std::istringstream output(loop.output());
    std::int64_t cpu = 0;
    std::int64_t wall = 0;
    std::size_t failed = 1;
    output >> cpu >> wall >> failed;
    if (code != 0 || failed > 0) throw std::runtime_error("the libcurl loop failed: " + loop.output());
    return sample_of(options_.jobs, nanoseconds(cpu), nanoseconds(wall));
  }

  Sample measure_bare() {
    const test::TemporaryFolder folder;
    const test::ChildProcess loop = child({"bare", fmt::format("127.0.0.1:{}", jobs_.port())}, folder / "output");
    Round round = round_of("/now", kWarmUpJobs);
    round.type = kBareType;
    jobs_.run(round, kPatience);
    const nanoseconds before = cost_of(loop.pid()).cpu;
    round.jobs = options_.jobs;
    const RoundResult result = jobs_.run(round, kPatience);
    return sample_of(options_.jobs, cost_of(loop.pid()).cpu - before, result.wall);
  }

  // In a host of its own: memory is given back late.
  double measure_memory() {
    const HostProcess host(settings());
    Round round = round_of("/long", 4 * options_.in_flight);
    round.variables = fmt::format(R"({{"method":"POST","url":"{}","body":"{}"}})", endpoint_.url("/long"),
                                  std::string(kPayload, 'x'));
    run_jobs(host, round);
    return static_cast<double>(host.cost().peak_kb) / 1024;
  }

  void print_lines() const {
    fmt::print("{} jobs, {} in flight, median of {} rounds\n\n", options_.jobs, options_.in_flight, options_.rounds);
    fmt::print("{:<28}{:>12}{:>10}\n", "", "CPU us/job", "jobs/s");
    for (const Line* line : {&bare_, &curl_now_, &curl_slow_, &host_now_, &host_slow_}) {
      const Sample sample = line->median();
      fmt::print("{:<28}{:>12.1f}{:>10.0f}\n", line->name, sample.cpu_us, sample.jobs_per_second);
    }
    fmt::print("{:<28}{:>12.1f}{:>10.0f}   (measured once; jobs/s at 100 ms)\n\n", "Java runtime", kJavaCpuUs,
               kJavaJobsPerSecond);
  }

  bool print_promises(double memory) const {
    bool are_kept = true;
    const auto promise = [&](std::string_view what, double value, std::string_view goal, bool is_kept) {
      fmt::print("{:<46}{:>10.2f}   goal {:<12}{}\n", what, value, goal, is_kept ? "kept" : "not kept");
      are_kept = are_kept && is_kept;
    };
    const double floor = bare_.median().cpu_us;
    for (const auto& [host, curl, delay] :
         {std::tuple(&host_now_, &curl_now_, "0 ms"), std::tuple(&host_slow_, &curl_slow_, "100 ms")}) {
      const double cpu = host->median().cpu_us;
      const double alone = curl->median().cpu_us;
      promise(fmt::format("CPU as a multiple of libcurl, {}", delay), cpu / alone, "<= 2",
              cpu <= kMostCpuRatio * alone);
      fmt::print("{:<46}{:>10.2f}\n", fmt::format("  of libcurl and gRPC together, {}", delay), cpu / (alone + floor));
      fmt::print("{:<46}{:>10.2f}\n", fmt::format("  times less than Java, {}", delay), kJavaCpuUs / cpu);
    }
    const double rate = host_slow_.median().jobs_per_second;
    if (options_.in_flight == kPromisedInFlight) {
      promise("jobs/s at 100 ms", rate, ">= 4500", rate >= kFewestJobsPerSecond);
      promise("MB with 500 jobs of 10 KB in flight, at most", memory, "<= 40", memory <= kMostMemoryMb);
    }
    return are_kept;
  }

  const Options options_;
  test::HttpServer endpoint_;
  JobServer jobs_;
  const test::TemporaryFolder plugins_;
  Line bare_{"bare gRPC loop, no request", {}};
  Line curl_now_{"libcurl loop, 0 ms", {}};
  Line curl_slow_{"libcurl loop, 100 ms", {}};
  Line host_now_{"jackfield, 0 ms", {}};
  Line host_slow_{"jackfield, 100 ms", {}};
};

int be_curl(const std::string& url, std::size_t requests, std::size_t in_flight) {
  CurlLoop loop(url, in_flight);
  loop.run(kWarmUpJobs);
  const LoopResult result = loop.run(requests);
  fmt::print("{} {} {}\n", result.cpu.count(), result.wall.count(), result.failed);
  return 0;
}

// Until killed.
int be_bare(const std::string& address, std::size_t in_flight) {
  const BareLoop loop(address, std::string(kBareType), in_flight);
  while (true) ::pause();
}

}  // namespace
}  // namespace jackfield::bench

int main(int argc, char** argv) {
  namespace bench = jackfield::bench;
  const auto number = [&](int at) { return std::strtoul(argv[at], nullptr, 10); };
  const std::string_view role = argc > 2 && std::string_view(argv[1]) == "--be" ? argv[2] : "";
  if (role == "curl" && argc == 6) return bench::be_curl(argv[3], number(4), number(5));
  if (role == "bare" && argc == 5) return bench::be_bare(argv[3], number(4));
  const auto options = bench::parse_options(argc, argv);
  if (!options) {
    fmt::print(stderr, "usage: bench_http [--jobs N] [--rounds N] [--in-flight N] [--host PROGRAM] [--plugin FILE]\n");
    return 2;
  }
  return bench::Benchmark(*options).run();
}
