// U01 to U03: whether the plugin's code leaves the process, and loses nothing when it does.
#include <fmt/format.h>

#include <thread>

#include "base/host_threads.hpp"
#include "check/bench.hpp"
#include "check/catalogue.hpp"
#include "check/measures.hpp"
#include "check/samples.hpp"
#include "check/subject.hpp"
#include "loader/leftovers.hpp"

namespace jackfield::check {
namespace {

constexpr int kCycles = 200;

// Serves on the calling thread, which ends before the code is unloaded and so leaves nothing of its own in it.
std::optional<std::string> serve_once(const loader::Library& library, const std::filesystem::path& copy,
                                      const std::vector<Sample>& samples) {
  const HostThread mark;
  Bench bench(*library.entry(), {});
  if (auto wrong = bench.make()) return wrong;
  for (const Sample& sample : samples) bench.execute(sample);
  if (!bench.wait_for_all(10s)) return "an execution is not answered";
  if (!bench.stop()) return "it did not say that it stopped";
  const auto handlers = loader::handlers_inside(copy);
  if (!handlers.empty()) return "it leaves " + handlers.front();
  loader::ThreadSearch threads(copy);
  if (!soon([&] { return threads.has_cleared_all(); })) return "it leaves " + threads.suspects().front();
  bench.destroy();
  return std::nullopt;
}

// Loads a copy, lets it work, stops, destroys and unloads it. What went wrong, in words.
std::optional<std::string> live_once(const std::filesystem::path& copy, const std::vector<Sample>& samples) {
  Result<loader::Library> library = loader::Library::load(copy);
  if (!library) return library.failure().message;
  std::optional<std::string> wrong;
  std::thread([&] { wrong = serve_once(*library, copy, samples); }).join();
  if (wrong) return wrong;
  if (library->unload()) return std::nullopt;
  return "its code stays mapped: a thread-local object or another library holds it";
}

bool stays_resident(Subject& subject) {
  return subject.manifest().stays_resident;
}

}  // namespace

Finding unload_clean(Subject& subject) {
  if (stays_resident(subject)) return skip("it says that it stays");
  const std::vector<Sample> samples = samples_of(subject);
  const Result<MemoryCopy> copy = MemoryCopy::of(subject.file());
  if (!copy) return skip(copy.failure().message);
  const auto wrong = leak_in(kCycles, [&] { return live_once(copy->path(), samples); });
  return wrong ? fail(*wrong) : pass();
}

// Threads that stay alive have run its code: what it left on them pins it, or crashes when they end.
Finding pool_threads(Subject& subject) {
  if (stays_resident(subject)) return skip("it says that it stays");
  const std::vector<Sample> samples = samples_of(subject);
  Result<MemoryCopy> copy = MemoryCopy::of(subject.file());
  Result<loader::Library> library = loader::Library::load(copy->path());
  if (!library) return fail(library.failure().message);
  auto bench = std::make_unique<Bench>(*library->entry(), Bench::Options{});
  if (auto wrong = bench->make()) return fail(*wrong);

  std::mutex mutex;
  std::condition_variable changed;
  int have_worked = 0;
  bool may_end = false;
  std::vector<std::thread> pool;
  for (int index = 0; index < 8; ++index) {
    pool.emplace_back([&] {
      const HostThread mark;
      for (const Sample& sample : samples) bench->execute(sample);
      std::unique_lock lock(mutex);
      ++have_worked;
      changed.notify_all();
      changed.wait(lock, [&] { return may_end; });
    });
  }
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return have_worked == 8; });
  }
  bench->wait_for_all(10s);
  const bool has_stopped = bench->stop();
  bench->destroy();
  bench.reset();
  const bool is_gone = library->unload();
  {
    const std::lock_guard lock(mutex);
    may_end = true;
    changed.notify_all();
  }
  for (std::thread& thread : pool) thread.join();
  if (!has_stopped) return fail("it did not say that it stopped");
  return is_gone ? pass() : fail("thread-local objects on the host's threads hold its code in memory");
}

// New jobs go to a second copy while the first still has a thousand.
Finding reload_under_load(Subject& subject) {
  const std::vector<Sample> samples = samples_of(subject);
  if (samples.empty()) return skip("it has no outbound connectors");
  Result<MemoryCopy> copies[]{MemoryCopy::of(subject.file()), MemoryCopy::of(subject.file())};
  Result<loader::Library> old_library = loader::Library::load(copies[0]->path());
  Result<loader::Library> new_library = loader::Library::load(copies[1]->path());
  if (!old_library || !new_library) return fail("two copies of it cannot be loaded");
  Bench before(*old_library->entry(), {.http_time = 30ms});
  Bench after(*new_library->entry(), {.http_time = 1ms});
  if (auto wrong = before.make()) return fail(*wrong);
  for (int count = 0; count < 1000; ++count) {
    const Sample& sample = samples[static_cast<std::size_t>(count) % samples.size()];
    before.execute(sample);
  }
  if (auto wrong = after.make()) return fail("the second copy: " + *wrong);
  for (const Sample& sample : samples) after.execute(sample);
  if (!before.wait_for_all(10s)) return fail(fmt::format("{} executions of the old copy are lost", before.open_ops()));
  if (!after.wait_for_all(10s)) return fail("the new copy does not answer");
  for (const Bench* bench : {&before, &after}) {
    if (!bench->faults().empty()) return fail(bench->faults().front());
  }
  return before.stop() && after.stop() ? pass() : fail("it did not say that it stopped");
}

}  // namespace jackfield::check
