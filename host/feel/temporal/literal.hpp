#pragma once

// Text to temporal values: what @"…", date("…"), time("…"), date and time("…") and duration("…") accept.
//
// monostate stands for null: text that is no such value. The text is taken raw, without string escapes.

#include <string_view>
#include <variant>

#include "feel/temporal/date_time.hpp"

namespace jackfield::feel {

using Temporal = std::variant<std::monostate, Date, LocalTime, ZonedTime, LocalDateTime, ZonedDateTime,
                              DaysTimeDuration, YearsMonthsDuration>;

// In the order of the language: date, time with zone, date-times, durations, local time; the first form that fits
// decides.
Temporal parse_at_literal(std::string_view text);
// With or without a zone.
Temporal parse_time(std::string_view text);
// A bare date counts as its midnight.
Temporal parse_date_time(std::string_view text, DateTimeForm form);
// What looks like years and months is nothing else.
Temporal parse_duration(std::string_view text, DurationForm form);

}  // namespace jackfield::feel
