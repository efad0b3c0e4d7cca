#pragma once

// The answer of a connector that runs an ad-hoc sub-process (an agent): what to activate next, and with which
// variables.

#include <string>
#include <string_view>

#include "base/outcome.hpp"
#include "base/result.hpp"

namespace jackfield::outbound {

struct AdHocAnswer {
  Completed completed;
  std::string response;  // JSON: what the error expression sees
};

// Reads {variables, elements: [{elementId, variables}], conditionFulfilled, cancelRest, responseValue}; absent members
// are empty, false or null. Anything else is InvalidInput.
Result<AdHocAnswer> read_ad_hoc(std::string_view json);

}  // namespace jackfield::outbound
