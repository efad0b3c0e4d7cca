#pragma once

// What a stopped plugin left behind in the process that would still call into its code.
//
// Only what can be found without guessing: signal handlers. Threads of its own are the plugin's word (it says "stopped"
// when there are none).

#include <filesystem>
#include <string>
#include <vector>

namespace jackfield::loader {

// One line per leftover, such as "a handler for signal 12 (User defined signal 2)". Control thread.
std::vector<std::string> leftovers_of(const std::filesystem::path& library);

}  // namespace jackfield::loader
