#pragma once

// The variables with which a successful job is completed.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "outbound/task_headers.hpp"

namespace jackfield::outbound {

inline constexpr std::size_t kMaxInlineBytes = 1'572'864;  // 1.5 MiB, the engine's budget for one command

// The response under the result variable's name, and the members of the result expression's object (empty: none), which
// win. Neither header: empty, the response is dropped. Fails when the response is not JSON, or too large to travel.
Result<std::string> output_variables(const TaskHeaders& headers, std::string_view response_json,
                                     std::string_view expression_json);

// What is said of a response that no expression can read.
Failure response_is_no_json(const Failure& why);

// Whether so many bytes can travel in one command.
Result<void> check_inline_size(std::string_view variables);

}  // namespace jackfield::outbound
