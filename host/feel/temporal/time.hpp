#pragma once

// A time of day, local or with an offset or region.
//
// A region in a time of day stands for its standard offset, whatever the season. Arithmetic stays within the day and
// never fails: it wraps at midnight and keeps the zone.
//
// Values; any thread.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "feel/temporal/duration.hpp"
#include "feel/temporal/zone.hpp"

namespace jackfield::feel {

inline constexpr std::int64_t kNanosPerSecond = 1'000'000'000;
inline constexpr std::int64_t kNanosPerDay = 86'400 * kNanosPerSecond;

struct LocalTime {
  std::int64_t nanos = 0;  // since midnight, below a day

  int hour() const noexcept { return static_cast<int>(nanos / (3'600 * kNanosPerSecond)); }
  int minute() const noexcept { return static_cast<int>(nanos / (60 * kNanosPerSecond) % 60); }
  int second() const noexcept { return static_cast<int>(nanos / kNanosPerSecond % 60); }
  int fraction() const noexcept { return static_cast<int>(nanos % kNanosPerSecond); }  // nanoseconds

  friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

// Equal only with the same time, offset and region; ordered by the time in UTC (`order`).
struct ZonedTime {
  LocalTime time;
  Zone zone;

  friend bool operator==(const ZonedTime&, const ZonedTime&) = default;
};

// nullopt: no such time.
std::optional<LocalTime> make_time(std::int64_t hour, std::int64_t minute, std::int64_t second, std::int64_t nanos);
// HH:mm[:ss[.fraction]], with or without a T in front; 24:00:00 is midnight.
std::optional<LocalTime> parse_local_time(std::string_view text);
// The same with seconds, and Z, an offset or "@" and a zone behind.
std::optional<ZonedTime> parse_zoned_time(std::string_view text);

// HH:mm:ss and the fraction as far as needed.
void append_to(std::string& out, const LocalTime& time);
void append_to(std::string& out, const ZonedTime& time);
// Java's text: zero seconds are left out, a fraction has three, six or nine digits.
void append_short(std::string& out, const LocalTime& time);
// JSON of connector results: the same with the offset, which stands for the region too.
void append_offset_time(std::string& out, const ZonedTime& time);

std::weak_ordering order(const ZonedTime& a, const ZonedTime& b) noexcept;

LocalTime add(const LocalTime& time, const DaysTimeDuration& d);
LocalTime subtract(const LocalTime& time, const DaysTimeDuration& d);
// Signed.
DaysTimeDuration subtract(const LocalTime& a, const LocalTime& b);
ZonedTime add(const ZonedTime& time, const DaysTimeDuration& d);
ZonedTime subtract(const ZonedTime& time, const DaysTimeDuration& d);
DaysTimeDuration subtract(const ZonedTime& a, const ZonedTime& b);  // never negative

}  // namespace jackfield::feel
