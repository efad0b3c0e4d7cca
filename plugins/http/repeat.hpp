#pragma once

// When a request is sent a second time without asking the model: never more than once, and the server can see it.

#include "jackfield/jackfield.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace rest {

// The pause before the repetition; none when this reply is the answer.
//
// A server that says 429 or 503 gets 1 s, or what Retry-After names in seconds, unless that is longer than read_timeout
// (0: no limit). A connection that broke before it brought a response gets no pause, and only methods that may run
// twice.
std::optional<std::chrono::milliseconds> pause_before_repeat(std::string_view method, const jf::http_reply& reply,
                                                             std::chrono::seconds read_timeout);

}  // namespace rest
