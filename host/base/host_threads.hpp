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
  HostThread();
  ~HostThread();
  HostThread(const HostThread&) = delete;
  HostThread& operator=(const HostThread&) = delete;

 private:
  void* signal_stack_ = nullptr;
  stack_t before_{};
};

// Their ids, that of the calling thread and of the main thread included.
std::set<pid_t> host_threads();

}  // namespace jackfield
