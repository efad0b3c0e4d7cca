#pragma once

// Lengths of time as java.time.Duration reads them: "PT5M", "P1DT12H", "-PT0.5S", "PT0,5S".
//
// Sign, P, days, then T with hours, minutes and seconds with up to nine digits of fraction; each number may have its
// own sign; letters in either case; at least one part, and at least one after T. No weeks, months or years, no blanks.

#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace jackfield {

// Whole milliseconds, rounded towards the past as Java does. InvalidInput if the text is none; Rejected if it is one
// whose milliseconds do not fit.
Result<milliseconds> parse_java_duration(std::string_view text);

}  // namespace jackfield
