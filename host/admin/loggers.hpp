#pragma once

// /actuator/loggers: the levels of the log's rooms, and how to change them. "ROOT" is all of them.

#include <string>

#include "log/log.hpp"
#include "net/http_server.hpp"

namespace jackfield::admin {

net::ServedResponse all_loggers(const log::Log& log);
net::ServedResponse one_logger(const log::Log& log, const std::string& name);

// `body`: {"configuredLevel":"DEBUG"}; null takes ROOT's level.
net::ServedResponse set_logger(log::Log& log, const std::string& name, const std::string& body);

}  // namespace jackfield::admin
