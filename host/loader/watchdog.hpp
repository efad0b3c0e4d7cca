#pragma once

// Finds calls that do not come back from their plugin.
//
//   a call on the executor    lasts longer than the limit: it hangs, whatever its connector thinks
//   a call that may block     its execution was given up (deadline and grace are over): its thread is lost
//
// It looks at what threads say of themselves (loader/plugin_call.hpp) and remembers what it saw at its last look; so a
// call costs nothing for it, and its times are as exact as the looks are frequent. Control thread.

#include <map>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "loader/op_table.hpp"
#include "loader/plugin_call.hpp"

namespace jackfield::loader {

class Watchdog {
 public:
  enum class Kind { Hang, LostThread };

  struct Finding {
    Kind kind = Kind::Hang;
    RunningCall running;
    nanoseconds inside{0};  // at least
  };
  struct News {
    std::vector<Finding> stuck;  // each call once
    std::vector<Finding> back;   // those that returned after all
  };

  // The table outlives this.
  Watchdog(milliseconds limit, const OpTable& ops) : limit_(limit), ops_(ops) {}

  News look(TimePoint now);

  // Threads that are inside a plugin and were reported.
  std::size_t stuck() const;

 private:
  struct Seen {
    RunningCall running;
    TimePoint since;
    std::uint64_t last_look = 0;
    bool is_reported = false;
  };
  using Key = std::pair<pid_t, std::uint64_t>;

  bool is_stuck(const Seen& seen, TimePoint now) const;

  const milliseconds limit_;
  const OpTable& ops_;
  std::map<Key, Seen> seen_;
  std::uint64_t looks_ = 0;
};

}  // namespace jackfield::loader
