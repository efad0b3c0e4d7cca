#pragma once

// The variables with which a successful job is completed.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "outbound/task_headers.hpp"

namespace jackfield::outbound {

inline constexpr std::size_t kMaxInlineBytes = 1'572'864;  // 1.5 MiB, the engine's budget for one command

// {"<resultVariable>": response}, or nothing without that header: then the response is dropped. Fails when the response
// is not JSON, or too large to travel inline.
Result<std::string> output_variables(const TaskHeaders& headers, std::string_view response_json);

}  // namespace jackfield::outbound
