#pragma once

// Which threads of this process the host started: what is left over is somebody else's, such as a plugin's.
//
// A thread that may run foreign code makes one of these first and keeps it to its end. It also gives the thread a
// second stack for handlers of signals, so that one that overflowed its own can still be reported. Any thread.

#include <signal.h>
#include <sys/types.h>

#include <set>

namespace jackfield {

class HostThread {
 public:
  enum class Kind { Brief, MayBlock };

  explicit HostThread(Kind kind = Kind::Brief);
  ~HostThread();
  HostThread(const HostThread&) = delete;
  HostThread& operator=(const HostThread&) = delete;

 private:
  void* signal_stack_ = nullptr;
  stack_t before_{};
};

// Whether the calling thread was made for work that takes its time.
bool this_thread_may_block() noexcept;

// Their ids, that of the calling thread and of the main thread included.
std::set<pid_t> host_threads();

}  // namespace jackfield
