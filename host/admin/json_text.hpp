#pragma once

// How JSON leaves this room.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/clock.hpp"
#include "net/http_server.hpp"

namespace jackfield::admin {

// In one line; bytes that are no UTF-8 are replaced.
std::string text_of(const nlohmann::json& value);

net::ServedResponse json_response(const nlohmann::json& value);

// "2026-08-07T10:00:00.250Z"; whole seconds have no fraction.
std::string instant_text(WallTime time);

}  // namespace jackfield::admin
