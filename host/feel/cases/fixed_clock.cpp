#include "feel/cases/fixed_clock.hpp"

#include "feel/temporal/date_time.hpp"

namespace jackfield::feel::cases {

FixedClock::FixedClock(const std::string& text) {
  const auto moment = parse_zoned_date_time(text);
  if (!moment) return;
  moment_ =
      WallTime(std::chrono::seconds(epoch_second(*moment)) + std::chrono::nanoseconds(moment->local.time.fraction()));
  if (moment->zone.region != nullptr) {
    zone_ = name_of(*moment->zone.region);
  } else {
    append_offset(zone_, moment->zone.offset_seconds);
  }
}

}  // namespace jackfield::feel::cases
