#pragma once

// What the result of an error expression makes of a job: bpmnError, jobError or ignoreError.

#include <string_view>
#include <variant>

#include "base/outcome.hpp"
#include "outbound/thrown.hpp"

namespace jackfield::outbound {

// Nothing: what happened stands. Thrown: the object is no error, lacks what it needs, or its variables are too large.
using ErrorDecision = std::variant<std::monostate, JobOutcome, Thrown>;

// `json` is the text of the object that `expression` gave. The job of an ad-hoc sub-process cannot be ignored.
ErrorDecision error_decision(std::string_view expression, std::string_view json, bool is_ad_hoc);

}  // namespace jackfield::outbound
