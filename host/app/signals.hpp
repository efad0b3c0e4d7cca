#pragma once

// SIGTERM and SIGINT as something to wait for. Must be made before any other thread, so that all inherit the mask.

#include "base/clock.hpp"

namespace jackfield::app {

class StopSignals {
 public:
  StopSignals();

  // Blocks until one arrives; its number.
  int wait() const noexcept;

  // A second signal ends the process at once from now on.
  void let_through() const noexcept;
};

}  // namespace jackfield::app
