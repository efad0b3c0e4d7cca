#pragma once

// A clock that always shows the moment a case names: an ISO date-time with an offset, and a region in brackets.

#include <string>

#include "base/clock.hpp"

namespace jackfield::feel::cases {

class FixedClock final : public Clock {
 public:
  explicit FixedClock(const std::string& text);

  TimePoint now() const noexcept override { return system_clock().now(); }
  WallTime wall_now() const noexcept override { return moment_; }
  const std::string& zone() const noexcept { return zone_; }

 private:
  WallTime moment_;
  std::string zone_;
};

}  // namespace jackfield::feel::cases
