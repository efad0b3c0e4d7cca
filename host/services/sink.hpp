#pragma once

// Puts results and reasons into a plugin's sink. Threads: that of the call which got the sink.

#include <string_view>

#include "base/result.hpp"
#include "jackfield/plugin.h"

namespace jackfield::services {

// Writes the value, in one piece. Always JF_OK.
jf_status write_to(const jf_sink* sink, std::string_view value) noexcept;

// Reports the reason and gives the status back.
jf_status refuse(const jf_sink* sink, jf_status status, std::string_view reason) noexcept;

}  // namespace jackfield::services
