#pragma once

// Tells systemd how this service is, where systemd asked for it: ready, stopping, still alive.
//
// The protocol is a datagram to the socket that NOTIFY_SOCKET names; without that variable all of this does nothing.
// That the service is alive is told from the loop, at half the time that WATCHDOG_USEC gives: a loop that is stuck tells
// nothing, and systemd starts the host anew.
//
// Life     build, ready, stopping, destroy; the timers run until stopping has returned.
// Threads  main.

#include <memory>
#include <string_view>

#include "base/executor.hpp"
#include "config/document.hpp"

namespace jackfield::app {

class ServiceManager {
 public:
  ServiceManager(const config::Environment& environment, Timers& timers, const Clock& clock);
  ~ServiceManager();

  void ready();
  void stopping();

 private:
  class State;
  std::shared_ptr<State> state_;  // null: nobody asked
};

}  // namespace jackfield::app
