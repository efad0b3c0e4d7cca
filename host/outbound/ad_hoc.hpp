#pragma once

// The answer of a connector that runs an ad-hoc sub-process (an agent): what to activate next, and with which
// variables.

#include <string_view>

#include "base/outcome.hpp"
#include "outbound/task_headers.hpp"

namespace jackfield::outbound {

// Reads {variables, elements: [{elementId, variables}], conditionFulfilled, cancelRest}; absent members are empty or
// false. Anything else is a failure for good.
JobOutcome completed_ad_hoc(std::string_view json, const TaskHeaders& headers);

}  // namespace jackfield::outbound
