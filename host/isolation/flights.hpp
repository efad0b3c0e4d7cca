#pragma once

// Executions that a runner has and has not answered. A value; who owns it guards it.

#include <jackfield/plugin.h>

#include <optional>
#include <unordered_map>
#include <utility>

#include "base/clock.hpp"

namespace jackfield::isolation {

struct Flight {
  std::int32_t retries = 0;
  std::optional<TimePoint> told_to_stop;
};

class Flights {
 public:
  void take_off(jf_op op, std::int32_t retries) { flights_[op] = {retries, std::nullopt}; }
  void land(jf_op op) { flights_.erase(op); }

  void tell_to_stop(jf_op op, TimePoint now) {
    const auto found = flights_.find(op);
    if (found != flights_.end() && !found->second.told_to_stop) found->second.told_to_stop = now;
  }

  // Whether one of them was told to stop that long ago.
  bool is_overdue(TimePoint now, milliseconds patience) const {
    for (const auto& [op, flight] : flights_) {
      if (flight.told_to_stop && now - *flight.told_to_stop > patience) return true;
    }
    return false;
  }

  std::unordered_map<jf_op, Flight> take_all() { return std::exchange(flights_, {}); }
  std::size_t size() const noexcept { return flights_.size(); }

 private:
  std::unordered_map<jf_op, Flight> flights_;
};

}  // namespace jackfield::isolation
