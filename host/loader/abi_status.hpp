#pragma once

// What the statuses of the plugin API mean in our words. The only table of its kind.

#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace jackfield::loader {

// Of a negative status that a plugin returned. One that nobody knows is Internal.
Fault fault_of(std::int32_t status) noexcept;

// The status a plugin gets to see for a failure of ours.
std::int32_t status_of(Fault fault) noexcept;

// As the header spells it, such as "JF_ERR_BUSY".
std::string_view name_of_status(std::int32_t status) noexcept;

}  // namespace jackfield::loader
