#pragma once

// The file that holds one plugin's state: {"version":1,"plugin":…,"entries":{key: value in base64}}.

#include <filesystem>
#include <map>
#include <string>

#include "base/result.hpp"

namespace jackfield::services {

using StateEntries = std::map<std::string, std::string, std::less<>>;

// Nothing where there is no file.
Result<StateEntries> read_state_file(const std::filesystem::path& file);

// Replaces the file as a whole, for its owner alone; the folder is made when it is missing. What was written is on disk
// when this returns.
Result<void> write_state_file(const std::filesystem::path& file, const std::string& plugin,
                              const StateEntries& entries);

}  // namespace jackfield::services
