#pragma once

// Writes a new connector's folder from the examples of the repository.
//
// examples/plugins/<language>/ are compiled and tested as they are; a new connector is one of them with its names
// replaced. Nothing else is made up, so what is written builds.
//
// Threads  any; touches the file system only in write_connector.
// Faults   InvalidInput for a name, language, type or id that cannot be; Rejected where the folder is there already.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace jackfield::scaffold {

// In which there is an example.
std::vector<std::string_view> languages();

struct Request {
  std::string name;              // "weather-report"
  std::string language;          // one of languages()
  std::filesystem::path folder;  // to be made; empty: the name, in the current folder
  std::string type;              // job type; empty: "example:weather-report:1"
  std::string id;                // of the plugin; empty: "com.example.weather-report"

  // Where the headers and the program are, for the commands that are to be typed. Empty: unknown, they stay a variable.
  std::filesystem::path prefix;
};

// One line to type, and what it is good for.
struct Command {
  std::string purpose;
  std::string line;
};

struct Connector {
  std::filesystem::path folder;
  std::string type;
  std::vector<std::string> files;  // below the folder
  std::vector<Command> commands;   // in their order, as the read-me has them; typed in the folder
};

// All or nothing: when a file cannot be written the folder is removed again.
Result<Connector> write_connector(const Request& request);

// The installed tree or build folder in whose bin/ this program lies, if plugins can be built against it.
std::optional<std::filesystem::path> find_prefix();

}  // namespace jackfield::scaffold
