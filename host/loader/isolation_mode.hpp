#pragma once

// What operators say about where plugins run (loader/place.hpp decides).

#include <map>
#include <string>

#include "base/upper_snake.hpp"

namespace jackfield::loader {

enum class IsolationMode { Automatic, InProcess, Process };

struct IsolationSettings {
  IsolationMode usual = IsolationMode::Automatic;
  std::map<std::string, IsolationMode> of_plugin;  // by id, spelled as in a variable's name: IO_JACKFIELD_HTTP

  IsolationMode mode_of(const std::string& plugin) const {
    const auto found = of_plugin.find(upper_snake(plugin));
    return found == of_plugin.end() ? usual : found->second;
  }
};

}  // namespace jackfield::loader
