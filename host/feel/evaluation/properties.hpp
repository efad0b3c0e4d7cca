#pragma once

// What dates, times and durations tell by a path: year, hour, time offset …

#include <optional>
#include <string_view>

#include "feel/value.hpp"

namespace jackfield::feel {

// nullopt: values of that kind have no such property.
std::optional<Value> property_of(const Value& value, std::string_view name);

}  // namespace jackfield::feel
