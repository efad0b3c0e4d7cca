#pragma once

// A mutex that Clang can reason about (-Wthread-safety), and the words to say what it guards.
//
// Never hold one across a call that leaves the room. The macros are empty under GCC, which does not know them.

#include <condition_variable>
#include <mutex>

#ifdef __clang__
#define JF_THREAD_ATTRIBUTE(x) __attribute__((x))
#else
#define JF_THREAD_ATTRIBUTE(x)
#endif
#define JF_GUARDED_BY(mutex) JF_THREAD_ATTRIBUTE(guarded_by(mutex))
#define JF_REQUIRES(mutex) JF_THREAD_ATTRIBUTE(requires_capability(mutex))
#define JF_EXCLUDES(mutex) JF_THREAD_ATTRIBUTE(locks_excluded(mutex))

namespace jackfield {

class JF_THREAD_ATTRIBUTE(capability("mutex")) Mutex {
 public:
  void lock() JF_THREAD_ATTRIBUTE(acquire_capability()) { mutex_.lock(); }
  void unlock() JF_THREAD_ATTRIBUTE(release_capability()) { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

class JF_THREAD_ATTRIBUTE(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) JF_THREAD_ATTRIBUTE(acquire_capability(mutex)) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() JF_THREAD_ATTRIBUTE(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Waits release the Mutex they are given, which the caller holds through a MutexLock.
using ConditionVariable = std::condition_variable_any;

}  // namespace jackfield
