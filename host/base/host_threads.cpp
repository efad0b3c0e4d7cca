#include "base/host_threads.hpp"

#include <unistd.h>

#include "base/mutex.hpp"

namespace jackfield {
namespace {

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

HostThread::HostThread() {
  MutexLock lock(known().mutex);
  known().ids.insert(::gettid());
}

HostThread::~HostThread() {
  MutexLock lock(known().mutex);
  known().ids.erase(::gettid());
}

std::set<pid_t> host_threads() {
  std::set<pid_t> ids{::getpid(), ::gettid()};
  MutexLock lock(known().mutex);
  ids.insert(known().ids.begin(), known().ids.end());
  return ids;
}

}  // namespace jackfield
