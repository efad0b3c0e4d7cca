#pragma once

// The known name that somebody probably meant.

#include <string>
#include <string_view>
#include <vector>

namespace jackfield::config {

// " (did you mean "x"?)" for the known name with the fewest edits, if it is close enough to be meant; else empty.
std::string suggestion(std::string_view unknown, const std::vector<std::string>& known);

}  // namespace jackfield::config
