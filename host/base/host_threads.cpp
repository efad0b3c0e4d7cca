#include "base/host_threads.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include "base/mutex.hpp"

namespace jackfield {
namespace {

constexpr std::size_t kSignalStackBytes = 64U << 10;

thread_local bool t_may_block = false;

struct Known {
  Mutex mutex;
  std::set<pid_t> ids JF_GUARDED_BY(mutex);
};

// Never destroyed: threads may end after everything else.
Known& known() {
  static auto* const kKnown = new Known;
  return *kKnown;
}

}  // namespace

HostThread::HostThread(Kind kind) {
  t_may_block = kind == Kind::MayBlock;
  MutexLock lock(known().mutex);
  known().ids.insert(::gettid());
  // Taken from the kernel: a page costs nothing until it is used.
  void* const stack = ::mmap(nullptr, kSignalStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (stack == MAP_FAILED) return;
  const stack_t own{.ss_sp = stack, .ss_flags = 0, .ss_size = kSignalStackBytes};
  signal_stack_ = stack;
  ::sigaltstack(&own, &before_);
}

HostThread::~HostThread() {
  if (signal_stack_ != nullptr) {
    ::sigaltstack(&before_, nullptr);
    ::munmap(signal_stack_, kSignalStackBytes);
  }
  MutexLock lock(known().mutex);
  known().ids.erase(::gettid());
}

bool this_thread_may_block() noexcept {
  return t_may_block;
}

std::set<pid_t> host_threads() {
  std::set<pid_t> ids{::getpid(), ::gettid()};
  MutexLock lock(known().mutex);
  ids.insert(known().ids.begin(), known().ids.end());
  return ids;
}

}  // namespace jackfield
