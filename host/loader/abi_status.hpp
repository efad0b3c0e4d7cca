#pragma once

// What the statuses of the plugin API mean in our words. The only table of its kind.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace jackfield::loader {

// Of a negative status that a plugin returned. One that nobody knows is Internal.
Fault fault_of(std::int32_t status) noexcept;

// The status a plugin gets to see for a failure of ours.
std::int32_t status_of(Fault fault) noexcept;

// As the header spells it, such as "JF_ERR_BUSY".
std::string_view name_of_status(std::int32_t status) noexcept;

// How a call of the plugin's failed, in one line: what it threw, or the message it left, or its status.
std::string failed_call(std::string_view function, const std::optional<std::string>& thrown, std::string_view message,
                        std::int32_t status);

}  // namespace jackfield::loader
