#pragma once

// What operators may ask a running host for, as lines of JSON.
//
//   {"do":"plugins"}                         {"plugins":[{"id":…,"version":…,"state":…, …}]}
//   {"do":"rollback","plugin":ID}            {"said":"…"}
//   {"do":"reload","plugin":ID}              {"said":"…"}
//   {"do":"quarantine","plugin":ID}          {"said":"…"}
//   {"do":"clear","plugin":ID}               {"said":"…"}
//   anything else                            {"failed":"…"}

#include <string>

#include "base/task.hpp"
#include "loader/loader.hpp"

namespace jackfield::app {

// The answer to "plugins", for whoever else shows it. Any thread.
std::string plugins_as_json(const loader::Loader& loader);

// `done` comes once, on this stack or on the loader's control thread; not at all when the loader stops first.
void run_operator_command(const std::string& request, loader::Loader& loader, UniqueFunction<void(std::string)> done);

}  // namespace jackfield::app
