#pragma once

// Ends the calls that a plugin made for an op soon after the op has ended.

#include "services/host_context.hpp"

namespace jackfield::services {

// After a call with an op was added. One look at a time is due, as long as there are such calls.
void watch_ops(HostContext& host);

}  // namespace jackfield::services
