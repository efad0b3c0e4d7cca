#pragma once

// Which job types are asked for, and how long the engine leaves a job of each with us.
//
// Types are compared without regard to case, or as they stand in variables (base/upper_snake.hpp); names of connectors
// as the Java runtime makes variables of them: "HTTP REST!" is HTTP_REST.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/ids.hpp"

namespace jackfield::worker {

struct Selection {
  std::optional<std::set<std::string>> only;                         // in small letters; absent: all types
  std::set<std::string> without;                                     // the same
  std::map<std::string, bool, std::less<>> by_type;                  // by upper_snake of the type; beats both
  std::map<std::string, milliseconds, std::less<>> timeout_by_type;  // by upper_snake of the type
  std::map<std::string, milliseconds, std::less<>> timeout_by_name;  // by variable_name of the connector

  bool serves(const JobType& type) const;

  // What is set for this one, for its type before its name.
  std::optional<milliseconds> timeout_of(const JobType& type, std::string_view connector_name) const;
};

// ASCII letters small.
std::string small_letters(std::string_view text);

// "My super-fancy connector" is MY_SUPERFANCY_CONNECTOR.
std::string variable_name(std::string_view connector_name);

}  // namespace jackfield::worker
