#pragma once

// The other end of the operators' door: finds a running host and asks it for something.

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace jackfield::app {

// The one host that runs with this shadow folder (empty: the default one). Fails when there is none, or more than one.
Result<std::filesystem::path> find_operator_socket(const std::filesystem::path& shadow_folder);

// Sends one line, returns the line that comes back. Waits for it, but not for ever.
Result<std::string> ask_host(const std::filesystem::path& socket, const std::string& request);

}  // namespace jackfield::app
