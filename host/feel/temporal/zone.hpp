#pragma once

// Offsets from UTC and the regions of the system's time zone database.
//
// A zone is a plain offset or a region. Regions are loaded when first named and live as long as the process; their
// number is bounded by the database. Threads: any.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jackfield::feel {

class Region;

struct Zone {
  std::int32_t offset_seconds = 0;  // at the moment or local time the zone is attached to
  const Region* region = nullptr;   // null for a plain offset

  friend bool operator==(const Zone&, const Zone&) = default;
};

inline constexpr std::int32_t kMaxOffsetSeconds = 18 * 3'600;

// "Z", "+01:00", "-05:30"; nullopt for anything else and beyond 18 hours.
std::optional<std::int32_t> parse_offset(std::string_view text);
void append_offset(std::string& out, std::int32_t seconds);
// "@Europe/Berlin", "Z", "+01:00": what follows the local time in string().
void append_to(std::string& out, const Zone& zone);

// A region by its exact name, null if the database has none.
const Region* find_region(std::string_view name);

// What follows "@" in a literal: a region or an offset; the offset of a region is left at zero.
std::optional<Zone> parse_zone_literal(std::string_view text);
// What date and time(x, zone) takes: besides these short offsets and UTC, GMT, UT with an offset.
std::optional<Zone> parse_zone_id(std::string_view text);

// The name it was found by; good for ever, like the region.
std::string_view name_of(const Region& region) noexcept;
std::int32_t offset_at(const Region& region, std::int64_t epoch_second);
// Without daylight saving, as the rules stand today; a time of day with a region has this offset.
std::int32_t standard_offset(const Region& region);

// Where a local time falls in a zone.
struct Placement {
  std::int32_t offset_seconds;
  std::int32_t shift_seconds;  // how far a time in a gap moves forward; else zero
};
// In an overlap `preferred` if it is one of the two offsets, else the earlier one.
Placement place(const Region& region, std::int64_t local_second, std::optional<std::int32_t> preferred = {});

}  // namespace jackfield::feel
