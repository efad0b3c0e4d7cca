// L01 to L08: what loading the plugin does to a process.
#include <fmt/format.h>
#include <signal.h>

#include <array>

#include "check/bench.hpp"
#include "check/catalogue.hpp"
#include "check/measures.hpp"
#include "check/subject.hpp"
#include "loader/process_state.hpp"

namespace jackfield::check {
namespace {

constexpr int kCalls = 1000;

milliseconds since(TimePoint began) {
  return std::chrono::duration_cast<milliseconds>(system_clock().now() - began);
}

std::array<void*, NSIG> handlers() {
  std::array<void*, NSIG> all{};
  for (int signal = 1; signal < NSIG; ++signal) {
    struct sigaction action{};
    if (::sigaction(signal, nullptr, &action) == 0) {
      all.at(static_cast<std::size_t>(signal)) = reinterpret_cast<void*>(action.sa_sigaction);
    }
  }
  return all;
}

}  // namespace

Finding load_now(Subject& subject) {
  Result<loader::Library> library = loader::Library::load(subject.file());
  if (!library) return fail(library.failure().message);
  return library->entry() == nullptr ? fail("its entry returned nothing") : pass();
}

Finding entry_pure(Subject& subject) {
  Result<loader::Library> library = loader::Library::load(subject.file());
  const jf_plugin_entry* first = library->entry();
  const std::size_t running = threads();
  library->entry();
  const std::size_t heap = heap_bytes();  // once everything that happens once has happened
  const TimePoint began = system_clock().now();
  for (int call = 0; call < kCalls; ++call) {
    if (library->entry() != first) return fail("its entry returns another address each time");
  }
  if (since(began) > 100ms) return fail(fmt::format("{} calls of its entry took {} ms", kCalls, since(began).count()));
  if (heap_bytes() > heap + kCalls) return fail("its entry allocates memory on each call");
  return threads() > running ? fail("its entry starts threads") : pass();
}

Finding layout(Subject& subject) {
  if (subject.entry().layout == JF_LAYOUT) return pass();
  return fail(fmt::format("its compiler lays structures out differently ({:016x}, expected {:016x})",
                          subject.entry().layout, JF_LAYOUT));
}

Finding load_time(Subject& subject) {
  const TimePoint began = system_clock().now();
  subject.entry();
  const milliseconds took = since(began);
  if (took > 1000ms) return fail(fmt::format("loading took {} ms", took.count()));
  return took > 200ms ? warn(fmt::format("loading took {} ms", took.count()))
                      : pass(fmt::format("{} ms", took.count()));
}

Finding constructor_quiet(Subject& subject) {
  const std::size_t running = threads();
  const std::size_t open = descriptors();
  const auto before = handlers();
  const loader::ProcessState state = loader::ProcessState::now();
  subject.entry();
  if (threads() > running) return fail("loading it starts threads");
  if (descriptors() > open) return fail("loading it opens files");
  if (handlers() != before) return fail("loading it changes signal handlers");
  const std::vector<std::string> changed = state.restore();
  return changed.empty() ? pass() : fail(fmt::format("loading it changes {}", fmt::join(changed, ", ")));
}

// A second copy beside the first, and one more after both are gone.
Finding double_load(Subject& subject) {
  Result<MemoryCopy> first_copy = MemoryCopy::of(subject.file());
  Result<MemoryCopy> second_copy = MemoryCopy::of(subject.file());
  if (!first_copy || !second_copy) return skip("no copies can be made");
  Result<loader::Library> first = loader::Library::load(first_copy->path());
  if (!first) return fail(first.failure().message);
  const jf_plugin_entry* first_entry = first->entry();
  Result<loader::Library> second = loader::Library::load(second_copy->path());
  if (!second) return fail(second.failure().message);
  if (second->entry() == first_entry) return fail("two copies share their entry");
  if (auto wrong = Bench(*second->entry(), {.flags = JF_HOST_CHECKER | JF_HOST_PROBE}).create()) {
    return fail("the second copy: " + *wrong);
  }
  return pass();
}

Finding unknown_extension(Subject& subject) {
  Bench bench(subject.entry(), {});
  if (auto wrong = bench.create()) return fail(*wrong);
  const std::string long_id(10'000, 'x');
  for (const char* id : {"no.such/1", "", long_id.c_str()}) {
    if (bench.plugin().get_extension(bench.plugin().self, id) == nullptr) continue;
    return fail(fmt::format("get_extension(\"{:.20}\") is not null", id));
  }
  return pass();
}

Finding id_with_garbage(Subject& subject) {
  Bench bench(subject.entry(), {});
  if (auto wrong = bench.create()) return fail(*wrong);
  for (const char* id : {JF_OUTBOUND "x", JF_OUTBOUND " ", "jf.outbound", "jf.outbound/10"}) {
    if (bench.plugin().get_extension(bench.plugin().self, id) == nullptr) continue;
    return fail(fmt::format("get_extension(\"{}\") is not null", id));
  }
  return pass();
}

}  // namespace jackfield::check
