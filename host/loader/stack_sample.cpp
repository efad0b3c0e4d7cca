#include "loader/stack_sample.hpp"

#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <fmt/format.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <memory>

namespace jackfield::loader {
namespace {

constexpr int kMostFrames = 24;
constexpr int kOwnFrames = 2;  // the handler, and what the kernel put under it
constexpr std::size_t kShownFrames = 8;
constexpr long kPatienceNanoseconds = 200'000'000;

struct Sample {
  std::atomic<pid_t> wanted = 0;
  std::array<void*, kMostFrames> frames{};
  int count = 0;
  sem_t is_taken{};
};
Sample g_sample;

int sample_signal() {
  return SIGRTMIN + 7;
}

void on_sample_signal(int, siginfo_t*, void*) {
  const int error = errno;
  pid_t own = ::gettid();
  if (g_sample.wanted.compare_exchange_strong(own, 0)) {
    g_sample.count = ::backtrace(g_sample.frames.data(), kMostFrames);
    ::sem_post(&g_sample.is_taken);
  }
  errno = error;
}

void prepare() {
  ::sem_init(&g_sample.is_taken, 0, 0);
  std::array<void*, 1> first{};
  ::backtrace(first.data(), 1);  // loads what it needs, which a handler may not
}

bool install() {
  static const bool kIsPrepared = (prepare(), true);
  struct sigaction action{};
  action.sa_sigaction = &on_sample_signal;
  action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  return kIsPrepared && ::sigaction(sample_signal(), &action, nullptr) == 0;
}

std::string name_of(const void* address) {
  Dl_info found{};
  if (::dladdr(address, &found) == 0 || found.dli_fname == nullptr) return fmt::format("{}", address);
  const auto offset = reinterpret_cast<std::uintptr_t>(address) - reinterpret_cast<std::uintptr_t>(found.dli_fbase);
  const std::string place = fmt::format("{}+{:#x}", std::filesystem::path(found.dli_fname).filename().string(), offset);
  if (found.dli_sname == nullptr) return place;
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> readable(
      abi::__cxa_demangle(found.dli_sname, nullptr, nullptr, &status), &std::free);
  return fmt::format("{} ({})", readable ? readable.get() : found.dli_sname, place);
}

bool wait_for_sample() {
  timespec until{};
  ::clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += kPatienceNanoseconds;
  until.tv_sec += until.tv_nsec / 1'000'000'000;
  until.tv_nsec %= 1'000'000'000;
  while (::sem_timedwait(&g_sample.is_taken, &until) != 0) {
    if (errno != EINTR) return false;
  }
  return true;
}

}  // namespace

std::string sample_stack(pid_t thread) {
  if (!install()) return {};
  g_sample.wanted.store(thread);
  if (::syscall(SYS_tgkill, ::getpid(), thread, sample_signal()) != 0) return {};
  if (!wait_for_sample()) {
    pid_t still = thread;
    // Taken back, unless the thread is at it this very moment.
    if (g_sample.wanted.compare_exchange_strong(still, 0) || !wait_for_sample()) return {};
  }
  std::string stack;
  const int last = std::min(g_sample.count, kOwnFrames + static_cast<int>(kShownFrames));
  for (int index = kOwnFrames; index < last; ++index) {
    stack += fmt::format("{}{}", stack.empty() ? "" : " < ", name_of(g_sample.frames[static_cast<std::size_t>(index)]));
  }
  return stack;
}

}  // namespace jackfield::loader
