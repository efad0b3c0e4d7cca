// T01 to T03: when the plugin calls the host, and what else it does to the process that it lives in.
#include <fmt/format.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <new>
#include <thread>

#include "base/host_threads.hpp"
#include "check/catalogue.hpp"
#include "check/course.hpp"
#include "check/imports.hpp"
#include "check/measures.hpp"

namespace jackfield::check {
namespace {

constexpr long kMostShortages = 100;
constexpr std::size_t kLargeBytes = 16U << 10;  // smaller ones never fail where memory is short
constexpr std::size_t kJobBytes = 1U << 20;

// Large allocations of the plugin so far, and the number of the one that fails; both are set between its lives.
std::atomic<long> allocations = 0;
std::atomic<long> failing = -1;

bool is_scarce(std::size_t bytes) noexcept {
  return bytes >= kLargeBytes && allocations.fetch_add(1) == failing.load();
}

void* scarce_malloc(std::size_t bytes) {
  return is_scarce(bytes) ? nullptr : std::malloc(bytes);
}
void* scarce_calloc(std::size_t count, std::size_t bytes) {
  return is_scarce(count * bytes) ? nullptr : std::calloc(count, bytes);
}
void* scarce_realloc(void* memory, std::size_t bytes) {
  return is_scarce(bytes) ? nullptr : std::realloc(memory, bytes);
}
void* scarce_new(std::size_t bytes) {
  return is_scarce(bytes) ? throw std::bad_alloc() : ::operator new(bytes);
}
void* scarce_aligned_new(std::size_t bytes, std::align_val_t alignment) {
  return is_scarce(bytes) ? throw std::bad_alloc() : ::operator new(bytes, alignment);
}
void* scarce_quiet_new(std::size_t bytes, const std::nothrow_t& quiet) {
  return is_scarce(bytes) ? nullptr : ::operator new(bytes, quiet);
}

void make_memory_scarce(const Imports& imports) {
  imports.redirect("malloc", reinterpret_cast<void*>(&scarce_malloc));
  imports.redirect("calloc", reinterpret_cast<void*>(&scarce_calloc));
  imports.redirect("realloc", reinterpret_cast<void*>(&scarce_realloc));
  for (const char* name : {"_Znwm", "_Znam"}) imports.redirect(name, reinterpret_cast<void*>(&scarce_new));
  for (const char* name : {"_ZnwmSt11align_val_t", "_ZnamSt11align_val_t"}) {
    imports.redirect(name, reinterpret_cast<void*>(&scarce_aligned_new));
  }
  for (const char* name : {"_ZnwmRKSt9nothrow_t", "_ZnamRKSt9nothrow_t"}) {
    imports.redirect(name, reinterpret_cast<void*>(&scarce_quiet_new));
  }
}

// One life from create to destroy in which the allocation of that number fails. What went wrong, in words.
std::optional<std::string> live_short_of_memory(Subject& subject, const std::vector<Sample>& samples, long number) {
  allocations = 0;
  failing = number;
  Bench bench(subject.entry(), {});
  if (const auto refused = bench.make()) {
    const bool is_thrown = refused->find("threw an exception") != std::string::npos;
    return is_thrown ? refused : std::nullopt;
  }
  for (const Sample& sample : samples) {
    const Bench::Offered offered = bench.execute(heavy(sample, kJobBytes));
    if (!offered.thrown.empty()) return "execute threw " + offered.thrown;
  }
  if (!bench.wait_for_all(5s)) return "an execution is not answered";
  if (!bench.stop()) return "it did not say that it stopped";
  const std::vector<std::string> faults = bench.faults();
  return faults.empty() ? std::nullopt : std::optional(faults.front());
}

// Languages whose runtime ends the process when memory runs out, which is no fault of the plugin: they unwind stacks,
// but not for C++.
bool ends_without_memory(const Imports& imports) {
  return imports.has("_Unwind_Resume") && !imports.has("__gxx_personality_v0");
}

// What nobody's code may call in a process that it shares.
constexpr std::array kForbidden{"exit",   "_exit", "_Exit",  "quick_exit", "abort", "raise", "_ZSt9terminatev",
                                "execve", "execv", "execvp", "execl"};

std::mutex mutex;
std::condition_variable changed;
const char* called = nullptr;
bool is_over = false;

// Stands in for a forbidden function: tells, and does not return.
template <std::size_t Index>
void refuse() {
  std::unique_lock lock(mutex);
  called = kForbidden[Index];
  changed.notify_all();
  changed.wait(lock, [] { return false; });
}

template <std::size_t... Index>
void forbid(const Imports& imports, std::index_sequence<Index...>) {
  (imports.redirect(kForbidden[Index], reinterpret_cast<void*>(&refuse<Index>)), ...);
}

// What else goes wrong in this life is the business of other checks.
void live_for_a_while(const jf_plugin_entry& entry, const std::vector<Sample>& samples) {
  const HostThread mark;
  {
    Bench bench(entry, {});
    if (!bench.make()) {
      for (const Sample& sample : samples) bench.execute(sample);
      bench.wait_for_all(300ms);
      bench.stop(500ms);
    }
  }
  const std::lock_guard lock(mutex);
  is_over = true;
  changed.notify_all();
}

}  // namespace

Finding thread_tags(Subject& subject) {
  Bench idle(subject.entry(), {});
  if (auto wrong = idle.create()) return fail(*wrong);
  idle.destroy();
  Bench bench(subject.entry(), {});
  if (auto wrong = bench.make()) return fail(*wrong);
  for (const Sample& sample : samples_of(subject)) {
    for (int count = 0; count < 20; ++count) bench.execute(sample);
  }
  bench.wait_for_all(5s);
  if (!bench.stop(2s)) return skip("it did not say that it stopped");
  bench.destroy();
  for (const Bench* one : {&idle, &bench}) {
    const std::vector<std::string> calls = one->untimely_calls();
    if (!calls.empty()) return fail(fmt::format("it calls {}", calls.front()));
  }
  return pass();
}

// In jobs with large input each large allocation fails once, or a hundred of them where there are more. Small ones do
// not: the destructor of the JSON library that most plugins use makes some, and would end the process.
Finding no_exception_escape(Subject& subject) {
  const Imports imports(&subject.entry());
  if (ends_without_memory(imports)) return skip("its language ends the process when memory runs out");
  const std::vector<Sample> samples = samples_of(subject);
  make_memory_scarce(imports);
  if (auto wrong = live_short_of_memory(subject, samples, -1)) return fail(*wrong);
  const long count = allocations;
  const long step = std::max(1L, count / kMostShortages);
  for (long number = 0; number < count; number += step) {
    const auto wrong = live_short_of_memory(subject, samples, number);
    if (wrong) return fail(fmt::format("when memory runs out at large allocation {} of {}: {}", number, count, *wrong));
  }
  return pass(fmt::format("{} of {} large allocations failed", (count + step - 1) / step, count));
}

Finding no_exit(Subject& subject) {
  forbid(Imports(&subject.entry()), std::make_index_sequence<kForbidden.size()>());
  std::thread life([&entry = subject.entry(), samples = samples_of(subject)] { live_for_a_while(entry, samples); });
  std::unique_lock lock(mutex);
  changed.wait(lock, [] { return called != nullptr || is_over; });
  if (called == nullptr) {
    lock.unlock();
    life.join();
    return pass();
  }
  life.detach();  // waits where it was caught, until this process ends
  return fail(fmt::format("it calls {}", called));
}

}  // namespace jackfield::check
