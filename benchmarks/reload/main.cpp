// What replacing a plugin costs: 200 jobs a second for a minute while its file is replaced thirty times, five of them
// by one that is broken in its own way, beside some time without any replacement; then a hundred replacements in a row
// for what memory they leave.

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "measure/host_process.hpp"
#include "support/reload_load.hpp"

namespace jackfield::bench {
namespace {

using test::ReloadLoad;
using test::ReloadTally;

const std::filesystem::path kFixtures = std::filesystem::path(JF_BINARY_DIR) / "fixtures";
const std::filesystem::path kBad = std::filesystem::path(JF_BINARY_DIR) / "bad_plugins";
constexpr std::size_t kSwaps = 30;
constexpr std::size_t kBrokenEach = 6;  // every sixth is broken: five of thirty

milliseconds percentile(std::vector<milliseconds> values, double share) {
  if (values.empty()) return 0ms;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(static_cast<double>(values.size() - 1) * share)];
}

class Benchmark {
 public:
  Benchmark() {
    std::filesystem::create_directory(plugins_);
    test::replace_file(kFixtures / "fixture_ok.so", plugin_);
    std::filesystem::copy_file(kFixtures / "fixture_ok_v2.so", folder_ / "truncated.so");
    std::filesystem::resize_file(folder_ / "truncated.so", std::filesystem::file_size(folder_ / "truncated.so") / 2);
  }

  HostProcess start_host() {
    return HostProcess(
        {.binary = std::filesystem::path(JF_BINARY_DIR) / "bin" / "jackfield",
         .gateway = "127.0.0.1:" + std::to_string(gateway_.port()),
         .plugins = plugins_,
         .environment = {{"JACKFIELD_PLUGINS_COOL_OFF", "1s"}, {"JACKFIELD_PLUGINS_RELOAD_INTERVAL", "10ms"}}});
  }

  ReloadTally load(milliseconds length, std::size_t swaps) {
    const std::vector<std::filesystem::path> broken{folder_ / "truncated.so", kBad / "constructor_throws.so",
                                                    kBad / "constructor_exits.so", kFixtures / "fixture_wrong_abi.so",
                                                    kFixtures / "fixture_start_fails.so"};
    ReloadLoad::Plan plan{.length = length, .plugin = plugin_};
    for (std::size_t i = 0; i < swaps; ++i) {
      const bool is_broken = i % kBrokenEach == kBrokenEach - 1;
      const std::filesystem::path good = kFixtures / (i % 2 == 0 ? "fixture_ok_v2.so" : "fixture_ok.so");
      plan.swaps.push_back({length * static_cast<int>(i + 1) / static_cast<int>(swaps + 1),
                            is_broken ? broken.at(i / kBrokenEach) : good});
    }
    return ReloadLoad(gateway_).run(plan);
  }

  // Resident memory before and after so many good replacements in a row.
  std::pair<std::int64_t, std::int64_t> memory_over(const HostProcess& host, int swaps) {
    const std::int64_t before = host.cost().rss_kb;
    for (int i = 0; i < swaps; ++i) {
      test::replace_file(kFixtures / (i % 2 == 0 ? "fixture_ok_v2.so" : "fixture_ok.so"), plugin_);
      std::this_thread::sleep_for(400ms);
    }
    std::this_thread::sleep_for(3s);
    return {before, host.cost().rss_kb};
  }

 private:
  test::TemporaryFolder folder_;
  const std::filesystem::path plugins_ = folder_ / "plugins";
  const std::filesystem::path plugin_ = plugins_ / "ok.so";
  test::ScriptedGateway gateway_;
};

void print(const char* name, const ReloadTally& tally) {
  fmt::print("{:<22} {:>8} {:>8} {:>6} {:>8} {:>8} {:>7} ms {:>7} ms\n", name, tally.created, tally.completed,
             tally.created - tally.completed, tally.duplicates, tally.failures,
             percentile(tally.latencies, 0.5).count(), percentile(tally.latencies, 0.99).count());
}

int run() {
  Benchmark quiet;
  HostProcess quiet_host = quiet.start_host();
  const ReloadTally still = quiet.load(20s, 0);
  quiet_host.stop(30s);

  Benchmark busy;
  HostProcess host = busy.start_host();
  const ReloadTally swapped = busy.load(60s, kSwaps);
  const auto [before, after] = busy.memory_over(host, 100);
  const std::optional<int> exit = host.stop(30s);

  fmt::print("{:<22} {:>8} {:>8} {:>6} {:>8} {:>8} {:>10} {:>10}\n", "200 jobs/s", "created", "completed", "lost",
             "doubled", "failed", "p50", "p99");
  print("no replacement, 20 s", still);
  print("30 replacements, 5 bad", swapped);
  const milliseconds added = percentile(swapped.latencies, 0.99) - percentile(still.latencies, 0.99);
  fmt::print("p99 added by replacing: {} ms (goal: at most 20 ms)\n", added.count());
  fmt::print("memory over 100 replacements: {} kB before, {} kB after, {:+.1f} % (goal: at most 5 %)\n", before, after,
             100.0 * static_cast<double>(after - before) / static_cast<double>(before));
  const bool is_small = after - before <= before / 20;
  const bool is_good = exit == 0 && added <= 20ms && is_small && swapped.completed == swapped.created &&
                       swapped.duplicates == 0 && swapped.failures == 0;
  return is_good ? 0 : 1;
}

}  // namespace
}  // namespace jackfield::bench

int main() {
  return jackfield::bench::run();
}
