#pragma once

// A date with a time of day, local or in a zone.
//
// A zoned date-time keeps its local fields and the offset that its zone had then; the instant follows from both. Times
// that a zone skips or has twice are resolved when a value is made, never later.
//
// Values; any thread. nullopt from arithmetic: beyond the calendar, which fails the evaluation.

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "feel/temporal/date.hpp"
#include "feel/temporal/duration.hpp"
#include "feel/temporal/time.hpp"
#include "feel/temporal/zone.hpp"

namespace jackfield::feel {

struct LocalDateTime {
  Date date;
  LocalTime time;

  friend auto operator<=>(const LocalDateTime&, const LocalDateTime&) = default;
};

// Equal only with the same local date-time, offset and region; ordered by instant first (`order`).
struct ZonedDateTime {
  LocalDateTime local;
  Zone zone;

  friend bool operator==(const ZonedDateTime&, const ZonedDateTime&) = default;
};

// nullopt: no such date-time. Literal is what @"…" and date and time("…") take, Function what an argument may be:
// a little stricter about years.
enum class DateTimeForm : std::uint8_t { Literal, Function };
std::optional<LocalDateTime> parse_local_date_time(std::string_view text, DateTimeForm form);
std::optional<ZonedDateTime> parse_zoned_date_time(std::string_view text);

// Seconds since 1970-01-01T00:00:00 as if in UTC.
std::int64_t local_second(const LocalDateTime& value) noexcept;
std::int64_t epoch_second(const ZonedDateTime& value) noexcept;

// A local time in a gap moves forward; in an overlap the earlier offset is used unless `preferred` fits.
std::optional<ZonedDateTime> place(const LocalDateTime& local, const Zone& zone,
                                   std::optional<std::int32_t> preferred = {});
std::optional<ZonedDateTime> at_instant(std::int64_t epoch_second, std::int64_t nanos, const Zone& zone);
// The same instant in another zone.
std::optional<ZonedDateTime> in_zone(const ZonedDateTime& value, const Zone& zone);
// A moment of the injected clock.
ZonedDateTime at_wall_time(std::chrono::nanoseconds since_epoch, const Zone& zone);

void append_to(std::string& out, const LocalDateTime& value, YearSign sign = YearSign::MinusOnly);
void append_to(std::string& out, const ZonedDateTime& value);
// 2020-01-01T10:00:00+01:00, the region left out (connector results) …
void append_offset_date_time(std::string& out, const ZonedDateTime& value);
// … or added in brackets (to json).
void append_iso_date_time(std::string& out, const ZonedDateTime& value);

// By instant, then local date-time, then the zone's text.
std::strong_ordering order(const ZonedDateTime& a, const ZonedDateTime& b);

std::optional<LocalDateTime> add(const LocalDateTime& value, const DaysTimeDuration& d);
std::optional<LocalDateTime> subtract(const LocalDateTime& value, const DaysTimeDuration& d);
std::optional<LocalDateTime> add(const LocalDateTime& value, const YearsMonthsDuration& d);
std::optional<LocalDateTime> subtract(const LocalDateTime& value, const YearsMonthsDuration& d);
// Signed.
DaysTimeDuration subtract(const LocalDateTime& a, const LocalDateTime& b);

// On the time line: P1D is 24 hours.
std::optional<ZonedDateTime> add(const ZonedDateTime& value, const DaysTimeDuration& d);
std::optional<ZonedDateTime> subtract(const ZonedDateTime& value, const DaysTimeDuration& d);
// Keeps the local time where the zone allows.
std::optional<ZonedDateTime> add(const ZonedDateTime& value, const YearsMonthsDuration& d);
std::optional<ZonedDateTime> subtract(const ZonedDateTime& value, const YearsMonthsDuration& d);
// Between the instants, signed.
DaysTimeDuration subtract(const ZonedDateTime& a, const ZonedDateTime& b);

}  // namespace jackfield::feel
