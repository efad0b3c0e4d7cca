// C01 to C07: making, starting, stopping and destroying generations.
#include <fmt/format.h>

#include <random>

#include "check/bench.hpp"
#include "check/catalogue.hpp"
#include "check/measures.hpp"
#include "check/samples.hpp"
#include "check/subject.hpp"

namespace jackfield::check {
namespace {

std::optional<std::string> start_and_stop(const jf_plugin_entry& entry) {
  Bench bench(entry, {});
  if (auto wrong = bench.make()) return wrong;
  if (!bench.stop()) return "it did not say that it stopped";
  bench.destroy();
  return std::nullopt;
}

}  // namespace

Finding create_destroy(Subject& subject) {
  const auto wrong = leak_in(1000, [&]() -> std::optional<std::string> {
    Bench bench(subject.entry(), {});
    return bench.create();
  });
  return wrong ? fail(*wrong) : pass();
}

// None of these is a configuration; it may refuse them or take no interest, but it must live.
Finding create_invalid_config(Subject& subject) {
  std::mt19937_64 random(subject.seed());
  std::string noise(1U << 20, '\0');
  for (char& byte : noise) byte = static_cast<char>(random());
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  for (const std::string& config : {std::string(), std::string("7"), std::string("{"), noise, deep}) {
    Bench bench(subject.entry(), {});
    const auto refused = bench.create(config);
    if (refused && refused->find("an exception: ") != std::string::npos) return fail(*refused);
  }
  return pass();
}

Finding start_stop(Subject& subject) {
  const std::size_t running = threads();
  const std::size_t open = descriptors();
  if (auto wrong = leak_in(100, [&] { return start_and_stop(subject.entry()); })) return fail(*wrong);
  if (!soon([&] { return threads() <= running; })) {
    return fail(fmt::format("{} threads are left over after 100 cycles", threads() - running));
  }
  return descriptors() > open + 2 ? fail(fmt::format("{} files are left open", descriptors() - open)) : pass();
}

Finding stop_in_time(Subject& subject) {
  if (auto wrong = start_and_stop(subject.entry())) return fail("stop right after start: " + *wrong);
  Bench bench(subject.entry(), {.http_time = 60s});
  if (auto wrong = bench.make()) return fail(*wrong);
  for (const Sample& sample : samples_of(subject)) {
    for (int count = 0; count < 10; ++count) bench.execute(sample);
  }
  return bench.stop() ? pass() : fail("with executions under way it did not say that it stopped");
}

Finding two_instances(Subject& subject) {
  Bench one(subject.entry(), {});
  Bench other(subject.entry(), {});
  if (auto wrong = one.make()) return fail(*wrong);
  if (auto wrong = other.make()) return fail("the second: " + *wrong);
  if (!one.stop()) return fail("the first did not say that it stopped while the second lives");
  one.destroy();
  for (const Sample& sample : samples_of(subject)) {
    const Bench::Offered offered = other.execute(sample);
    if (!offered.thrown.empty()) return fail("after the first was destroyed, the second threw " + offered.thrown);
  }
  return other.wait_for_all(10s) ? pass() : fail("after the first was destroyed, the second does not answer");
}

// Without optional services it works, or refuses in words.
Finding old_host(Subject& subject) {
  Bench bench(subject.entry(), {.has_services = false});
  auto refused = bench.create();
  if (!refused) refused = bench.start();
  if (!refused) return pass();
  if (refused->find("threw an exception") != std::string::npos) return fail(*refused);
  return pass("it refuses: " + *refused);
}

Finding new_host(Subject& subject) {
  Bench bench(subject.entry(), {.is_newer_host = true});
  if (auto wrong = bench.make()) return fail(*wrong);
  return bench.stop() ? pass() : fail("it did not say that it stopped");
}

}  // namespace jackfield::check
